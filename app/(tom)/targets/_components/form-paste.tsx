"use client";

import { unstable_rethrow } from "next/navigation";
import { useId, useRef, useState } from "react";
import type { ActionResult } from "@/components/forms/action-result";
import { Input } from "@/components/forms/controls";
import { Field } from "@/components/forms/field";
import type { ActionForm } from "@/components/forms/use-action-form";
import { Button } from "@/components/ui/button";
import { formatDec, formatRa } from "@/lib/astro/angle-format";
import { parsePastedTarget } from "@/lib/astro/pasted-target";
import type { TargetFormValues } from "./form-values";

type Place = { raDeg: number; decDeg: number };

/** Where the brokers have what is called so. */
export type FindPlace = (input: {
  name: string;
}) => Promise<
  ActionResult<{ kind: "place"; place: Place & { source: string; name: string } } | { kind: "moves" | "none" }>
>;

const unsaid = { moves: "It moves: give its elements.", none: "No broker knows a place for this name." } as const;

type Props = { form: ActionForm<TargetFormValues>; findPlace: FindPlace };

/** One box for what people have at hand: a position, a name, or both; it fills in the fields below. */
export function PasteAnything({ form, findPlace }: Props) {
  const id = useId();
  const [text, setText] = useState("");
  /** As it is now, also for an answer to what stood there before. */
  const inBox = useRef("");
  const [finding, setFinding] = useState(false);
  const [told, setTold] = useState<{ name: string; sentence: string } | null>(null);
  const read = text.trim() === "" ? null : parsePastedTarget(text);
  const options = { shouldDirty: true };
  const fillIn = ({ raDeg, decDeg }: Place) => {
    form.setValue("type", "SIDEREAL", options);
    form.setValue("raDeg", formatRa(raDeg, { precision: 4 }), options);
    form.setValue("decDeg", formatDec(decDeg, { precision: 3, ascii: true }), options);
  };
  const change = (typed: string) => {
    setText(typed);
    inBox.current = typed;
    const parsed = parsePastedTarget(typed);
    if (!parsed.ok) return;
    if (parsed.name !== null) form.setValue("name", parsed.name, options);
    if (parsed.position !== null) fillIn(parsed.position);
  };
  const name = read?.ok && read.position === null ? read.name : null;
  const find = async (wanted: string) => {
    const held = () => JSON.stringify([inBox.current, ...form.getValues(["type", "raDeg", "decDeg"])]);
    const before = held();
    const tell = (sentence: string) => setTold({ name: wanted, sentence });
    setFinding(true);
    try {
      const result = await findPlace({ name: wanted });
      if (!result.ok) return tell(result.error.message);
      if (result.data.kind !== "place") return tell(unsaid[result.data.kind]);
      const { place } = result.data;
      // Brokers take their time: what was typed meanwhile is not overwritten.
      if (held() !== before) return tell(`${place.source} has ${place.name}; what was typed meanwhile stays.`);
      fillIn(place);
      tell(`The position is filled in: that of ${place.name} at ${place.source}.`);
    } catch (error) {
      // A redirect travels as an exception.
      unstable_rethrow(error);
      tell("The server could not be reached. Please try again.");
    } finally {
      setFinding(false);
    }
  };
  const sentence = told !== null && told.name === name ? told.sentence : null;
  const understood = read === null ? "" : read.ok ? `= ${read.understoodAs}` : read.message;
  return (
    <Field
      id={id}
      label="Paste anything"
      error={undefined}
      understood={sentence ?? understood}
      help="A position in any usual form, a name, or a name and a position. It fills in the fields below."
    >
      <Input
        id={id}
        mono
        value={text}
        maxLength={300}
        autoComplete="off"
        spellCheck={false}
        placeholder="SN 2020oi 12:22:54.93 +15:49:25.0"
        aria-describedby={`${id}-understood ${id}-help`}
        onChange={(event) => change(event.target.value)}
        onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
      />
      {name === null ? null : (
        <div>
          <Button
            type="button"
            small
            icon="search"
            aria-disabled={finding}
            onClick={finding ? undefined : () => find(name)}
          >
            {finding ? "Asking the brokers" : "Find its position"}
          </Button>
        </div>
      )}
    </Field>
  );
}
