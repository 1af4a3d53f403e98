"use client";

import { Button, ButtonLink } from "./button";
import { PlainPage } from "./plain-page";

const digestOf = (error: unknown): string | null =>
  error instanceof Error && "digest" in error && typeof error.digest === "string" ? error.digest : null;

/** A page that broke: never its message or stack, only the number under which the log has them. */
export function FailedPage({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = digestOf(error);
  return (
    <PlainPage
      code="Error"
      title="This page could not be made"
      next={
        <>
          <Button look="primary" icon="refresh-cw" onClick={() => retry()}>
            Try again
          </Button>
          <ButtonLink href="/" data-hard="">
            Home
          </ButtonLink>
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
