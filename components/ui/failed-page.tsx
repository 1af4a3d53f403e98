"use client";

import { buttonClass } from "./button-class";
import { PlainPage } from "./plain-page";

const digestOf = (error: unknown): string | null =>
  error instanceof Error && "digest" in error && typeof error.digest === "string" ? error.digest : null;

type Props = { error: unknown; retry: () => void; inShell?: boolean };

/** A page that broke: never its message or stack, only the number under which the log has them. */
export function FailedPage({ error, retry, inShell = false }: Props) {
  const digest = digestOf(error);
  return (
    <PlainPage
      code="Error"
      title="This page could not be made"
      inShell={inShell}
      next={
        <>
          <button type="button" className={buttonClass("primary")} onClick={() => retry()}>
            Try again
          </button>
          <a className={buttonClass("plain")} href="/" data-hard="">
            Home
          </a>
        </>
      }
    >
      Something went wrong on our side; nothing that was stored is lost.
      {digest === null ? null : (
        <>
          {" "}
          Tell your administrator the number <code>{digest}</code>.
        </>
      )}
    </PlainPage>
  );
}
