import { config } from "zod/v4/core";

// Zod compiles its parsers where it may. The policy of our pages forbids that, and even the question is reported as a
// violation: here, before any schema is made, it learns not to ask.
config({ jitless: true });
