"use client";

import { type ComponentType, useEffect, useState } from "react";
import * as z from "zod/mini";
import { Button } from "@/components/ui/button";
import { FailedState, Skeleton } from "@/components/ui/states";
import styles from "./spectrum.module.css";
import type { SpectrumProps, SpectrumSamples } from "./spectrum-types";

const answer = z.object({
  wavelength: z.array(z.number()),
  wavelengthUnit: z.string(),
  medium: z.nullable(z.enum(["air", "vacuum"])),
  flux: z.array(z.number()),
  fluxUnit: z.nullable(z.string()),
  fluxErr: z.nullable(z.array(z.nullable(z.number()))),
});

type View = ComponentType<SpectrumProps & { samples: SpectrumSamples }>;

async function load(src: string, signal: AbortSignal): Promise<{ view: View; samples: SpectrumSamples }> {
  const [module, response] = await Promise.all([
    import("./spectrum-view"),
    fetch(`/${src.replace(/^\/+/, "")}`, { signal, mode: "same-origin" }),
  ]);
  if (!response.ok) throw new Error(`status ${response.status}`);
  return { view: module.SpectrumView, samples: answer.parse(await response.json()) };
}

/** A spectrum. The plot and its library come after the page, beside the samples; the page keeps the place. */
export function Spectrum(props: SpectrumProps) {
  const [loaded, setLoaded] = useState<{ view: View; samples: SpectrumSamples } | null>(null);
  const [failed, setFailed] = useState(false);
  const { src } = props;
  useEffect(() => {
    if (failed) return;
    const control = new AbortController();
    setLoaded(null);
    load(src, control.signal).then(
      (one) => control.signal.aborted || setLoaded(one),
      () => control.signal.aborted || setFailed(true),
    );
    return () => control.abort();
  }, [src, failed]);
  if (failed) {
    return (
      <div className={styles.frame}>
        <FailedState
          title="The spectrum could not be loaded"
          why="The connection broke off, or you may no longer see it."
          retry={
            <Button small icon="refresh-cw" onClick={() => setFailed(false)}>
              Try again
            </Button>
          }
        />
      </div>
    );
  }
  return loaded === null ? (
    <div className={styles.frame}>
      <Skeleton heightPx={420} label="Loading the spectrum" />
    </div>
  ) : (
    <loaded.view {...props} samples={loaded.samples} />
  );
}
