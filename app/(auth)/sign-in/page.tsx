import type { Metadata } from "next";
import styles from "./_components/sign-in.module.css";
import { SignInForm } from "./_components/sign-in-form";
import { signInAction } from "./_server/actions";
import { loadSignIn } from "./_server/loaders";

export const metadata: Metadata = { title: "Sign in" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SignInPage({ searchParams }: Props) {
  const { installation, returnTo, username, failure } = await loadSignIn(await searchParams);
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <div className={styles.head}>
          <svg className={styles.mark} viewBox="0 0 24 24" aria-hidden="true">
            <circle cx="12" cy="12" r="7.25" />
            <path d="M12 1v6M12 17v6M1 12h6M17 12h6" />
          </svg>
          <h1 className={styles.title}>Sign in to {installation}</h1>
        </div>
        <SignInForm action={signInAction} returnTo={returnTo} username={username} failure={failure} />
      </div>
      <p className={styles.help}>
        No account, or the password forgotten? An administrator of this installation can help. Targets that are open to
        anyone are under <a href="/targets">Targets</a>.
      </p>
    </main>
  );
}
