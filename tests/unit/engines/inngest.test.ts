import { drivenBed } from "@/tests/support/engine-contract/inngest-bed";
import { engineContract } from "@/tests/support/engine-contract/suite";

engineContract("Inngest, called step by step", (handlers, options) => drivenBed(handlers, options));
engineContract("Inngest, steps reported as they end", (handlers, options) =>
  drivenBed(handlers, { ...options, checkpointing: true }),
);
engineContract("Inngest, every call made twice", (handlers, options) =>
  drivenBed(handlers, { ...options, twice: true }),
);
