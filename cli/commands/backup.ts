import type { Command } from "commander";
import { backUp, restore } from "@/lib/web/administration/backup";
import { print } from "../output";

type Json = { json?: boolean };

export function addBackup(program: Command): void {
  program
    .command("backup")
    .argument("<file>")
    .description("a consistent copy of the database, also while the server runs")
    .option("--json", "print one JSON document")
    .action(async (file: string, options: Json) => {
      const done = await backUp(file);
      print(done, options, () => [`Copied to ${done.file}.`]);
    });
  program
    .command("restore")
    .argument("<file>")
    .description(
      "put a backup in the place of the database; the server must not run. The present one is kept beside it",
    )
    .option("--json", "print one JSON document")
    .action(async (file: string, options: Json) => {
      const done = await restore(file);
      const kept = done.kept === null ? [] : [`What was there before is ${done.kept}.`];
      print(done, options, () => [`Restored ${done.file}.`, ...kept]);
    });
}
