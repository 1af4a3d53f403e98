import { type FieldErrors, invalidInput, isTomError, TomError } from "@/lib/core/errors";
import type { FacilityRegistry, RegisteredFacility } from "@/lib/facilities/registry";

/** What is checked of a record's values, against its facility. */

/** The facility of a record, as this TOM has it now. @throws CONFLICT when it is configured no more */
export function facilityOf(facilities: FacilityRegistry, id: string): RegisteredFacility {
  const facility = facilities.find(id);
  if (facility) return facility;
  throw new TomError(
    "CONFLICT",
    `The facility '${id}' is not configured any more: its states and parameters are not known.`,
  );
}

/** @throws INVALID_INPUT on status */
export function requireStatus({ manifest, knowsStatus }: RegisteredFacility, status: string): void {
  if (knowsStatus(status)) return;
  const states = manifest.states.map((state) => state.id).join(", ");
  throw invalidInput({ status: [`${manifest.name} has no state '${status}': there is ${states}.`] });
}

/** @throws INVALID_INPUT on the parameters that are wrong */
export function parseParameters(
  { form }: RegisteredFacility,
  parameters: Record<string, unknown> | undefined,
): Readonly<Record<string, unknown>> {
  try {
    return form.parse(parameters);
  } catch (error) {
    if (!isTomError(error) || !error.fieldErrors) throw error;
    const fieldErrors: FieldErrors = Object.fromEntries(
      Object.entries(error.fieldErrors).map(([field, messages]) => [
        field === "" ? "parameters" : `parameters.${field}`,
        messages,
      ]),
    );
    throw invalidInput(fieldErrors);
  }
}

/** @throws INVALID_INPUT on scheduledEnd */
export function requireOrder(start: string | null, end: string | null): void {
  if (start !== null && end !== null && end < start) {
    throw invalidInput({ scheduledEnd: ["The window ends before it begins."] });
  }
}
