/** For `proxy.ts`, which runs before the services of this process are there. */
export const isDevelopment = (): boolean => process.env.NODE_ENV === "development";

/** next-auth asks the environment, and only it, where it stands. */
export function tellNextAuth(origin: string): void {
  process.env.NEXTAUTH_URL = origin;
}
