/** `npm run brokers:replay [-- --port N]`: a stand-in for the brokers' hosts, for development and tests without network. */
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { startReplay } from "./brokers-replay/start.mjs";

export { startReplay };

/** A value as a shell takes it: bare where nothing in it means anything there, else in single quotes. @param {string} value */
const forShell = (value) => (/^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`);

async function main() {
  const { values } = parseArgs({
    options: { port: { type: "string", default: "0" }, "own-fixtures": { type: "boolean", default: false } },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`--port ${values.port} is not a port.`);
  const replay = await startReplay({ port, ...(values["own-fixtures"] ? { corpusDir: null } : {}) });
  const stop = () => void replay.close().then(() => process.exit(0));
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  console.log(
    `Brokers' stand-in on ${replay.origin}, answering from ${replay.corpus ? "the corpus and " : ""}our fixtures.`,
  );
  const settings = Object.entries(replay.env).map(([name, value]) => `${name}=${forShell(value)}`);
  console.log("Leave this running, and start the TOM with this line in another terminal:\n");
  console.log(`${settings.join(" ")} npm start`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  });
}
