import type { Command } from "commander";
import { examine } from "@/lib/web/administration/examine";
import { print } from "../output";

export function addDoctor(program: Command): void {
  program
    .command("doctor")
    .description("check configuration, database, engine and brokers, one line each")
    .option("--json", "print one JSON document")
    .action(async (options: { json?: boolean }) => {
      const checks = await examine();
      print({ checks }, options, () =>
        checks.map((one) => `${one.state.padEnd(8)} ${one.check.padEnd(16)} ${one.text}`),
      );
      if (checks.some((one) => one.state === "failed")) process.exitCode = 1;
    });
}
