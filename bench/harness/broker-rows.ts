import { ztfAlert } from "@/lib/brokers/alerce/mapping";
import { lsstRows, ztfDetectionRows } from "@/lib/brokers/alerce/photometry";
import * as alerce from "@/lib/brokers/alerce/remote";
import { locusAlert } from "@/lib/brokers/antares/mapping";
import { curveRowToDatum } from "@/lib/brokers/antares/photometry";
import * as antares from "@/lib/brokers/antares/remote";
import { ztfAlert as finkAlert, lsstAlert as finkLsstAlert } from "@/lib/brokers/fink/mapping";
import { lsstDetection, ztfDatum } from "@/lib/brokers/fink/photometry";
import * as fink from "@/lib/brokers/fink/remote";
import { targetAlert } from "@/lib/brokers/hermes/mapping";
import * as hermes from "@/lib/brokers/hermes/remote";
import { ztfRow as lasairZtfRow, lsstSourceRow } from "@/lib/brokers/lasair/photometry";
import * as lasair from "@/lib/brokers/lasair/remote";
import { rowAlert } from "@/lib/brokers/lasair/rows";
import { objectAlert } from "@/lib/brokers/scout/mapping";
import { scoutObject } from "@/lib/brokers/scout/remote";
import { detailedAlert } from "@/lib/brokers/tns/mapping";
import { photometryOf as tnsPhotometry } from "@/lib/brokers/tns/photometry";
import * as tns from "@/lib/brokers/tns/remote";

const ztfPoint = (index: number) => ({
  candid: String(1_101_542_291_015_015_004n + BigInt(index)),
  mjd: 58_855.5 + index / 100,
  fid: 1 + (index % 2),
  magpsf: 17 + (index % 300) / 100,
  sigmapsf: 0.05,
  diffmaglim: 20.4,
  isdiffpos: index % 7 === 0 ? -1 : 1,
  rb: 0.8,
  drb: 0.99,
  ra: 185.7,
  dec: 15.8,
});

const lsstPoint = (index: number) => ({
  "r:diaObjectId": "170098765432109873",
  "r:diaSourceId": String(170_098_765_432_109_900n + BigInt(index)),
  "r:midpointMjdTai": 61_200 + index / 100,
  "r:band": "g",
  "r:psfFlux": 3_630.78 + index,
  "r:psfFluxErr": 36.3,
  "r:ra": 62.4,
  "r:dec": -48.4,
});

/** An object with one measurement. */
const tnsObject = (index: number) => ({
  objname: `2020a${index}`,
  name_prefix: "SN",
  objid: index,
  object_type: { id: 3, name: "SN Ia" },
  redshift: 0.0052,
  radeg: 185.7,
  decdeg: 15.8,
  internal_names: "ZTF20aaelulu, ATLAS20bhq",
  discoverydate: "2020-01-07 13:00:54.000",
  discoverymag: 17.28,
  photometry: [
    {
      obsdate: `2020-01-${String(10 + (index % 20)).padStart(2, "0")} 13:00:54`,
      jd: 2_458_856.04,
      flux: "17.28",
      fluxerr: "0.05",
      limflux: "",
      flux_unit: { id: 1, name: "ABMag" },
      instrument: { id: 196, name: "ZTF-Cam" },
      telescope: { id: 1, name: "P48" },
      filters: { id: 110, name: "g-ZTF", family: "ZTF" },
      exptime: "30",
      observer: "Robot",
      remarks: "",
    },
  ],
});

/** One way from what a broker sends to what is stored; the strings are made outside the clock. */
export const ways: readonly { name: string; unit: string; of(index: number): unknown; read(row: unknown): unknown }[] =
  [
    {
      name: "ALeRCE ZTF photometry",
      unit: "rows/s",
      of: ztfPoint,
      read: (row) => ztfDetectionRows(alerce.ztfDetection.parse(row), false),
    },
    {
      name: "ALeRCE LSST photometry",
      unit: "rows/s",
      of: (index) => ({
        measurement_id: `${index}`,
        mjd: 61_200 + index / 100,
        band: "g",
        psfFlux: 3_630 + index,
        psfFluxErr: 36,
      }),
      read: (row) => lsstRows(alerce.lsstSource.parse(row), false, false),
    },
    {
      name: "ALeRCE objects",
      unit: "objects/s",
      of: (index) => ({
        oid: `ZTF20a${index}`,
        ndet: 7,
        firstmjd: 58_855,
        lastmjd: 58_900,
        meanra: 10,
        meandec: -10,
        class: "SN",
        classifier: "x",
        probability: 0.5,
      }),
      read: (row) => ztfAlert(alerce.ztfObject.parse(row)),
    },
    {
      name: "ANTARES photometry",
      unit: "rows/s",
      of: (index) => ({
        alert_id: `ztf_candidate:${index}`,
        ant_mjd: String(58_855 + index / 100),
        ant_survey: "1",
        ant_passband: "R",
        ant_mag: "17.5",
        ant_magerr: "0.1",
        ant_maglim: "20.1",
      }),
      read: (row) => curveRowToDatum(antares.curveRow.parse(row)),
    },
    {
      name: "ANTARES objects",
      unit: "objects/s",
      of: (index) => ({
        id: `ANT2020${index}`,
        attributes: {
          ra: 10,
          dec: -10,
          tags: ["a"],
          catalogs: [],
          properties: {
            ztf_object_id: `ZTF20a${index}`,
            num_mag_values: 7,
            newest_alert_magnitude: 17,
            newest_alert_observation_time: 58_900,
            survey: { ztf: { id: [`ZTF20a${index}`] } },
          },
        },
      }),
      read: (row) => locusAlert(antares.locus.parse(row)),
    },
    {
      name: "Fink ZTF photometry",
      unit: "rows/s",
      of: (index) => ({
        "i:objectId": "ZTF20aaelulu",
        "i:candid": `${index}`,
        "i:jd": 2_458_856 + index / 100,
        "i:fid": 1,
        "i:magpsf": 17,
        "i:sigmapsf": 0.1,
        "i:diffmaglim": 20.1,
        "i:isdiffpos": "t",
        "d:tag": "valid",
      }),
      read: (row) => ztfDatum(fink.ztfRow.parse(row)),
    },
    {
      name: "Fink LSST photometry",
      unit: "rows/s",
      of: lsstPoint,
      read: (row) => lsstDetection(fink.lsstRow.parse(row)),
    },
    {
      name: "Fink ZTF objects",
      unit: "objects/s",
      of: (index) => ({
        "i:objectId": `ZTF20a${index}`,
        "i:candid": `${index}`,
        "i:jd": 2_458_856,
        "i:ra": 10,
        "i:dec": -10,
        "i:fid": 1,
        "i:magpsf": 17,
        "v:classification": "SN candidate",
      }),
      read: (row) => finkAlert(fink.ztfRow.parse(row)),
    },
    {
      name: "Fink LSST objects",
      unit: "objects/s",
      of: lsstPoint,
      read: (row) => finkLsstAlert(fink.lsstRow.parse(row)),
    },
    {
      name: "Lasair ZTF photometry",
      unit: "rows/s",
      of: (index) => ({ ...ztfPoint(index), jd: 2_458_856 + index / 100, isdiffpos: "t" }),
      read: (row) => lasairZtfRow(lasair.ztfCandidate.parse(row)),
    },
    {
      name: "Lasair LSST photometry",
      unit: "rows/s",
      of: (index) => ({
        diaSourceId: String(170_098_765_432_109_900n + BigInt(index)),
        midpointMjdTai: 61_200 + index / 100,
        band: "g",
        psfFlux: 3_630.78 + index,
        psfFluxErr: 36.3,
        scienceFlux: 4_000,
        scienceFluxErr: 40,
        reliability: 0.9,
        snr: 100,
        visit: index,
      }),
      read: (row) => lsstSourceRow(lasair.lsstSource.parse(row)),
    },
    {
      name: "Lasair objects",
      unit: "objects/s",
      of: (index) => ({
        objectId: `ZTF20a${index}`,
        ramean: 185.7,
        decmean: 15.8,
        gmag: 17.5,
        rmag: 17.4,
        jdmax: 2_458_900,
        ncand: 12,
        classification: "SN",
      }),
      read: (row) => rowAlert("ztf", lasair.queryRow.parse(row)),
    },
    {
      name: "Hermes targets",
      unit: "objects/s",
      of: (index) => ({ id: index + 1, name: `AT 2026${index}`, right_ascension: 10, declination: -10, messages: [] }),
      read: (row) => targetAlert(hermes.target.parse(row)),
    },
    {
      name: "TNS photometry",
      unit: "rows/s",
      of: (index) => tnsObject(index),
      read: (object) => tnsPhotometry(tns.object.parse(object)),
    },
    {
      name: "TNS objects",
      unit: "objects/s",
      of: (index) => ({ ...tnsObject(index), photometry: [] }),
      read: (object) => detailedAlert(tns.object.parse(object)),
    },
    {
      name: "Scout objects",
      unit: "objects/s",
      of: (index) => ({
        objectName: `P${index}`,
        ra: "08:54",
        dec: "+28",
        lastRun: "2026-02-11 22:45",
        tEphem: "2026-02-11 16:30",
        Vmag: "20.8",
        neoScore: 100,
      }),
      read: (row) => objectAlert(scoutObject.parse(row)),
    },
  ];
