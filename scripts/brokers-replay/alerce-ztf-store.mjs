/** What the stand-in of ALeRCE's ZTF service answers from: recordings, and objects made by number. */
import { recordingsOf } from "./data.mjs";

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** An object as the list would show it, from its light curve alone. */
function objectFromCurve(oid, detections) {
  const times = detections.map(({ mjd }) => mjd);
  const [firstmjd, lastmjd] = [Math.min(...times), Math.max(...times)];
  return {
    oid,
    ndethist: String(detections.length),
    ...{
      corrected: detections.some((row) => row.corrected),
      stellar: false,
      ndet: detections.length,
      firstmjd,
      lastmjd,
    },
    ...{
      deltajd: lastmjd - firstmjd,
      meanra: mean(detections.map(({ ra }) => ra)),
      meandec: mean(detections.map(({ dec }) => dec)),
    },
  };
}

/** Everything the recordings know: objects by id, their rows, and which classifier gave which class. */
export function loadZtf(corpus) {
  const store = {
    objects: new Map(),
    curves: new Map(),
    forced: new Map(),
    classes: new Map(),
    magstats: new Map(),
    features: new Map(),
    classifiers: [],
  };
  const into = { magstats: store.magstats, features: store.features };
  for (const [name, value] of recordingsOf("alerce", corpus)) {
    const [, kind, oid] =
      /^ztf_v1_(lightcurve|detections|probabilities|magstats|features|object)_(ZTF\w+?)(?:_part)?$/.exec(name) ?? [];
    const forcedOid = /^ztf_v2_forced_photometry_(ZTF\w+?)(?:_part)?$/.exec(name)?.[1];
    if (forcedOid) store.forced.set(forcedOid, value);
    else if (name.startsWith("ztf_v1_objects_"))
      for (const item of value.items) store.objects.set(item.oid, { ...store.objects.get(item.oid), ...item });
    else if (name === "ztf_v1_classifiers") store.classifiers = value;
    else if (kind === "object") store.objects.set(oid, { ...value, ...store.objects.get(oid) });
    else if (kind === "lightcurve") store.curves.set(oid, value);
    else if (kind === "detections")
      store.curves.set(oid, { detections: value, non_detections: [], ...store.curves.get(oid) });
    else if (kind === "probabilities") store.classes.set(oid, value);
    else if (kind) into[kind].set(oid, value);
  }
  for (const [oid, { detections }] of store.curves) {
    if (!store.objects.has(oid) && detections.length > 0) store.objects.set(oid, objectFromCurve(oid, detections));
  }
  for (const [oid, object] of store.objects) {
    if (store.classes.has(oid) || !object.class) continue;
    const version =
      store.classifiers.find((row) => row.classifier_name === object.classifier)?.classifier_version ?? "1.0.0";
    const row = {
      classifier_name: object.classifier,
      classifier_version: version,
      class_name: object.class,
      probability: object.probability,
      ranking: 1,
    };
    store.classes.set(oid, [row]);
  }
  return store;
}

/** Generated objects for tests of paging and of very long lists: positions on a spiral, ids by number. */
export function manyZtf(store, count) {
  const objects = new Map();
  const classes = new Map();
  for (let index = 0; index < count; index += 1) {
    const letters = [5, 4, 3, 2, 1, 0]
      .map((place) => String.fromCharCode(97 + (Math.floor(index / 26 ** place) % 26)))
      .join("");
    const oid = `ZTF26a${letters}`;
    const [meanra, meandec] = [(index * 137.50776405) % 360, (Math.asin(1 - (2 * index + 1) / count) * 180) / Math.PI];
    objects.set(oid, {
      oid,
      ndethist: "9",
      corrected: false,
      stellar: false,
      ndet: 9,
      firstmjd: 61_200 + index / 1e4,
      lastmjd: 61_210 + index / 1e4,
      deltajd: 10,
      meanra,
      meandec,
    });
    classes.set(oid, [
      {
        classifier_name: "lc_classifier",
        classifier_version: "hierarchical_random_forest_1.0.0",
        class_name: "SNIa",
        probability: 0.5 + (index % 50) / 100,
        ranking: 1,
      },
    ]);
  }
  return { ...store, objects, classes };
}
