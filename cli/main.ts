/** `npm run tom --`: administration of one installation. */
import { Command } from "commander";
import { isTomError, messageLines, type TomError } from "@/lib/core/errors";
import { version } from "@/lib/core/version";
import { addBackup } from "./commands/backup";
import { addDoctor } from "./commands/doctor";
import { addHooks } from "./commands/hooks";
import { addPeople } from "./commands/people";
import { addTargets } from "./commands/targets";
import { addWork } from "./commands/work";

const program = new Command("tom")
  .description("Administration of this TOM. While the server runs, commands act through it.")
  .version(version)
  .addHelpText(
    "after",
    `
Examples:
  npm run tom -- user create ann --role admin --generate
  npm run tom -- group create "Supernova team"
  npm run tom -- group add "Supernova team" ann --role manager
  npm run tom -- token create ann --scope read --days 30 --json
  npm run tom -- query run "Type Ia supernovae" --save
  npm run tom -- targets import targets.csv --photometry light.csv --dry-run
  npm run tom -- hooks replay --failed --handler signedWebhook
  npm run tom -- seed --targets 10000 --photometry 50000
  npm run tom -- backup tom-2026-11-21.db
  npm run tom -- doctor`,
  );

addPeople(program);
addWork(program);
addTargets(program);
addHooks(program);
addBackup(program);
addDoctor(program);

// Without a command: what there is, and that is no mistake.
if (process.argv.length <= 2) {
  program.outputHelp();
  process.exit(0);
}

try {
  await program.parseAsync(process.argv);
} catch (error) {
  const problem = isTomError(error)
    ? toldText(error)
    : error instanceof Error && error.name === "ZodError"
      ? "The options are not right; see --help."
      : null;
  process.stderr.write(
    `tom: ${problem ?? (error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`,
  );
  process.exitCode = 1;
}

function toldText(error: TomError): string {
  const fields = Object.entries(error.fieldErrors ?? {});
  const all = fields.flatMap(([field, texts]) => texts.map((text) => `${field}: ${text}`));
  return all.length > 1 ? all.join("; ") : messageLines(error).join("\n");
}
