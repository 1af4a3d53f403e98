import * as z from "zod";
import { crossMatch, emailOnCompleted, groupWebhook, signedWebhook } from "@/hooks/names";
import { alerce } from "@/lib/brokers/alerce";
import { antares } from "@/lib/brokers/antares";
import { fink } from "@/lib/brokers/fink";
import { gaia } from "@/lib/brokers/gaia";
import { hermes } from "@/lib/brokers/hermes";
import { lasair } from "@/lib/brokers/lasair";
import { mars } from "@/lib/brokers/mars";
import { mybroker } from "@/lib/brokers/mybroker";
import { scout } from "@/lib/brokers/scout";
import { tns } from "@/lib/brokers/tns";
import { chooseBrokers, defineTomConfig, joinHooks } from "@/lib/config/define";
import { env } from "@/lib/env/env";
import { lco } from "@/lib/facilities/lco";
import { manual } from "@/lib/facilities/manual";

const { origin, brokerUrls, facilityUrls, credentials, TOM_BROKERS, webhook } = env();

/** What this installation is. Addresses and credentials come from the environment, so that they change without a build. */
export default defineTomConfig({
  origin,
  display: { name: "Hosted TOM" },
  targets: {
    defaultVisibility: "private",
    extraFields: {
      host_galaxy: z.string().max(200).meta({ label: "Host galaxy" }),
      discovery_mag: z.number().min(-40).max(50).meta({ label: "Discovery magnitude", unit: "mag" }),
      discovered_at: z.iso.datetime().meta({ label: "Discovered", unit: "UTC" }),
      follow_up: z.boolean().meta({ label: "Follow up" }),
    },
  },
  brokers: chooseBrokers(
    [
      alerce({
        baseUrls: {
          ztf: brokerUrls.ALERCE_URL,
          lsst: brokerUrls.ALERCE_LSST_URL,
          stamps: brokerUrls.ALERCE_STAMPS_URL,
        },
      }),
      antares({ baseUrls: { api: brokerUrls.ANTARES_URL } }),
      fink({ baseUrls: { ztf: brokerUrls.FINK_ZTF_URL, lsst: brokerUrls.FINK_LSST_URL } }),
      gaia({ baseUrls: { site: brokerUrls.GAIA_ALERTS_URL } }),
      scout({ baseUrls: { api: brokerUrls.SCOUT_URL } }),
      mars(),
      hermes({ baseUrls: { api: brokerUrls.HERMES_URL }, credentials: { token: credentials.HERMES_TOKEN } }),
      lasair({
        baseUrls: { ztf: brokerUrls.LASAIR_ZTF_URL, lsst: brokerUrls.LASAIR_LSST_URL },
        credentials: { ztf: credentials.LASAIR_ZTF_TOKEN, lsst: credentials.LASAIR_LSST_TOKEN },
      }),
      mybroker({ baseUrls: { list: brokerUrls.MYBROKER_URL } }),
      tns({
        baseUrls: { api: brokerUrls.TNS_URL, reports: brokerUrls.TNS_URL },
        credentials: {
          apiKey: credentials.TNS_API_KEY,
          botId: credentials.TNS_BOT_ID,
          botName: credentials.TNS_BOT_NAME,
        },
        options: { groupName: credentials.TNS_GROUP_NAME },
      }),
    ],
    TOM_BROKERS,
  ),
  facilities: [
    manual({
      parameters: {
        telescope: z.string().trim().max(100).optional().meta({ label: "Telescope", example: "NTT, La Silla" }),
        instrument: z.string().trim().max(100).optional().meta({ label: "Instrument", example: "EFOSC2" }),
        filter: z.string().trim().max(100).optional().meta({ label: "Filter or grism", example: "r, or Gr#13" }),
        exposureS: z.number().min(0).max(1_000_000).optional().meta({ label: "Exposure", unit: "s" }),
        exposureCount: z.int().min(1).max(10_000).optional().meta({ label: "Exposures" }),
        observer: z.string().trim().max(100).optional().meta({ label: "Observer" }),
        note: z.string().trim().max(4_000).optional().meta({ label: "Note", lines: true }),
      },
    }),
    lco({
      portalUrl: facilityUrls.LCO_PORTAL_URL,
      archiveUrl: facilityUrls.LCO_ARCHIVE_URL,
      token: credentials.LCO_API_KEY,
    }),
  ],
  dataProducts: {
    photometry: { label: "Photometry", processor: "photometry" },
    spectroscopy: { label: "Spectroscopy", processor: "spectroscopy" },
    image: { label: "Image", processor: "image" },
    fits_file: { label: "FITS file", processor: "image" },
    other: { label: "Other file", processor: null },
  },
  hooks: joinHooks(
    {
      target_post_save: [crossMatch],
      observation_change_state: [emailOnCompleted({ states: ["COMPLETED"] })],
      broker_query_post_run: [groupWebhook],
    },
    signedWebhook(webhook),
  ),
});
