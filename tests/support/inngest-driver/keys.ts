/** What a test's app and the server beside it know each other by. */
export const keys = { eventKey: "events-of-a-test", signingKey: `signkey-test-${"5a".repeat(32)}` };

/** As an operator sets them for a server at `url`. */
export const inngestEnv = (url: string): Record<string, string> => ({
  INNGEST_BASE_URL: url,
  INNGEST_EVENT_KEY: keys.eventKey,
  INNGEST_SIGNING_KEY: keys.signingKey,
});
