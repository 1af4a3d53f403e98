import { join, resolve } from "node:path";
import { type Database, openDatabase } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { type OwnerLock, takeOwnerLock } from "@/db/owner";
import { expireRunLeases } from "@/lib/alerts/commands/run-lease";
import { createApplyRuleJob } from "@/lib/alerts/jobs/apply-rule";
import { dueQueriesTask } from "@/lib/alerts/jobs/due-queries";
import { createFetchPhotometryJob } from "@/lib/alerts/jobs/fetch-photometry";
import { createRunScheduledQueryJob } from "@/lib/alerts/jobs/run-scheduled-query";
import { createSendReportJob } from "@/lib/alerts/jobs/send-report";
import { createBrokerRegistry } from "@/lib/brokers/registry";
import { systemClock } from "@/lib/core/clock";
import { createLogger } from "@/lib/core/logger";
import { runProcessor } from "@/lib/data-processors/run";
import { saveFacilityProducts } from "@/lib/data-products/commands/save-facility-products";
import { emptyStorageTask, strayFilesTask } from "@/lib/data-products/jobs/empty-storage";
import { createProcessProductJob } from "@/lib/data-products/jobs/process-product";
import { readProduct } from "@/lib/data-products/queries/read-product";
import { createDiskStore } from "@/lib/data-products/storage-disk";
import { type Env, env, givenSettings } from "@/lib/env/env";
import { createFacilityRegistry } from "@/lib/facilities/registry";
import { clockSentence, isClockWrong } from "@/lib/http/clock-watch";
import { createHttp } from "@/lib/http/create-http";
import { abandonedImportsTask } from "@/lib/imports/jobs/abandoned-imports";
import { importTargetsJob } from "@/lib/imports/jobs/import-targets";
import { cleanUpTask } from "@/lib/jobs/clean-up";
import { createSendMailJob } from "@/lib/mail/jobs/send-mail";
import { createMailer } from "@/lib/mail/mailer";
import { createPollFacilityJob, observationStatesTask } from "@/lib/observations/jobs/poll-facilities";
import { createSaveFilesJob } from "@/lib/observations/jobs/save-files";
import { changeManyJob } from "@/lib/targets/jobs/change-many";
import tomConfig from "@/tom.config";
import { removeServerNote, writeServerNote } from "./administration/server-note";
import { backupTasks } from "./backup-task";
import { chooseEngine } from "./choose-engine";
import { houseContext } from "./context";
import { demoSignInLine, firstRun } from "./first-run";
import { createGroupWebhooks } from "./group-webhooks";
import { createHandlerServices } from "./handler-services";
import { createRateLimiter } from "./rate-limit";
import { createSecrets, loadSecret } from "./secrets";
import { type Services, setServices } from "./services";

export type Booted = {
  services: Services;
  shutdown(): Promise<void>;
  /** A line that says how to sign in to the demo; null where there is none. */
  demoSignIn: string | null;
  port: number;
  host: string;
  origin: string;
};

/**
 * `quiet`: for the command line, which takes the lock, does one thing and leaves; no engine runs, no demo is made.
 * `port`: where this process listens, when the setting leaves that to the system.
 */
export type BootOptions = { quiet?: boolean; port?: number };

/** Opens everything that the owner process has once: lock, schema, database, brokers, engine. */
export async function boot(options: BootOptions = {}): Promise<Booted> {
  const settings = env();
  const dataDir = resolve(settings.dataDir);
  const url = settings.TOM_DATABASE_URL ?? `file:${dataDir}/tom.db`;
  const lock = takeOwnerLock(dataDir);
  try {
    return await open(settings, dataDir, url, lock, options);
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function open(
  settings: Env,
  dataDir: string,
  url: string,
  lock: OwnerLock,
  options: BootOptions,
): Promise<Booted> {
  const logger = createLogger(options.quiet ? "warn" : settings.logLevel);
  const secret = loadSecret(dataDir, settings.TOM_SECRET);
  const token = settings.TOM_DATABASE_TOKEN;
  const port = options.port ?? settings.port;
  await migrateDatabase({ url, token, dataDir });
  const database = openDatabase({
    url,
    token,
    onBusy: (count) => logger.warn({ count }, "database busy: connection rebuilt"),
  });
  const services = await assemble(settings, dataDir, database, secret, logger);
  setServices(services);
  try {
    const made = options.quiet ? null : await firstRun(services);
    if (!options.quiet) {
      if (database.mode === "file") await expireRunLeases(services);
      await services.files.removeUnfinished();
      await services.engine.start();
      writeServerNote(dataDir, { host: settings.host, port }, givenSettings());
    }
    return {
      services,
      demoSignIn: made && demoSignInLine(made),
      port,
      host: settings.host,
      origin: settings.origin,
      shutdown: () => shutdown(services, lock, dataDir),
    };
  } catch (error) {
    await shutdown(services, lock, dataDir);
    throw error;
  }
}

/** A spectrum as text is far smaller. */
const reportFileMaxBytes = 10_000_000;

async function assemble(
  settings: Env,
  dataDir: string,
  database: Database,
  secret: string,
  logger: Services["logger"],
): Promise<Services> {
  const clock = systemClock;
  const files = createDiskStore(join(dataDir, "uploads"));
  const http = createHttp({
    allowPrivateHosts: settings.allowPrivateHosts,
    clock,
    onClock: (offsetS) =>
      isClockWrong(offsetS)
        ? logger.warn({ offsetS }, clockSentence(offsetS))
        : logger.info({ offsetS }, "the clock agrees with those of the services outside again"),
  });
  const brokers = createBrokerRegistry(tomConfig.brokers, {
    http,
    logger,
    clock,
    timeoutMs: tomConfig.brokerTimeoutMs,
  });
  const facilities = createFacilityRegistry(tomConfig.facilities, {
    http,
    logger,
    clock,
    timeoutMs: tomConfig.facilityTimeoutMs,
  });
  const mailer = createMailer({
    url: settings.smtpUrl,
    from: settings.mailFrom,
    host: new URL(settings.origin).hostname.replace(/[[\]]/g, ""),
  });
  const { uploadMaxBytes: maxBytes, uploadQuotaBytes: quotaBytes } = settings;
  const saving = { store: files, maxBytes, quotaBytes };
  const secrets = createSecrets(secret);
  const groupWebhooks = createGroupWebhooks({ database, http, clock, logger, key: secrets.derive("webhook") });
  const jobs = [
    createFetchPhotometryJob(brokers),
    createRunScheduledQueryJob(brokers),
    createApplyRuleJob(brokers),
    createSendMailJob(mailer),
    createSendReportJob(brokers, {
      readFile: (ctx, id) => readProduct(ctx, files, { id, maxBytes: reportFileMaxBytes }),
    }),
    createPollFacilityJob(facilities),
    createSaveFilesJob(facilities, (call) => saveFacilityProducts({ ...call, ...saving })),
    importTargetsJob,
    changeManyJob,
    createProcessProductJob(files, runProcessor),
  ];
  const core = { database, config: tomConfig, logger, clock };
  const tasks = [
    cleanUpTask({ ...core, retentionDays: tomConfig.retentionDays }),
    emptyStorageTask({ ...core, store: files }),
    strayFilesTask({ ...core, store: files }),
    abandonedImportsTask(core),
    dueQueriesTask(() => houseContext(core, "due-queries"), brokers),
    observationStatesTask(() => houseContext(core, "observation-states"), facilities),
    ...backupTasks(settings, clock),
  ];
  const chosen = await chooseEngine(settings, {
    ...core,
    jobs,
    tasks,
    services: createHandlerServices({ origin: settings.origin, http, brokers, groupWebhooks }),
    exclusive: database.mode === "file",
  });
  return {
    env: settings,
    config: tomConfig,
    database,
    brokers,
    facilities,
    files,
    ...chosen,
    tasks,
    logger,
    clock,
    clockOffsetS: http.clockOffsetS,
    secrets,
    groupWebhooks,
    rateLimiter: createRateLimiter(settings.rateLimit, clock),
    startedAt: clock.now().toISOString(),
  };
}

async function shutdown(services: Services, lock: OwnerLock, dataDir: string): Promise<void> {
  removeServerNote(dataDir);
  await services.engine.stop(2_000);
  await services.database.close();
  setServices(undefined);
  lock.release();
}
