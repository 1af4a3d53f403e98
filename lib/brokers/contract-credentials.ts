import { TomError } from "@/lib/core/errors";
import type { BrokerManifest, CredentialSpec } from "./contract-query";

/** What of a broker can be asked with the credentials that are there. */

/** The credentials that are needed somewhere and were not given. */
export const missingOf = (
  specs: readonly CredentialSpec[],
  given: Readonly<Record<string, string | undefined>> | undefined,
): CredentialSpec[] => specs.filter(({ key, optional }) => !optional && !given?.[key]);

/** Whether nothing can be asked: one is missing that everything needs, or those of every survey are. */
export function blocksEverything(specs: readonly CredentialSpec[], missing: readonly CredentialSpec[]): boolean {
  if (missing.some(({ survey }) => survey === undefined)) return true;
  return missing.length > 0 && specs.every((spec) => spec.optional || missing.includes(spec));
}

/** Those that are missing for one survey. */
export const missingFor = (missing: readonly CredentialSpec[], survey: unknown): CredentialSpec[] =>
  missing.filter((spec) => spec.survey !== undefined && spec.survey === survey);

/** What is needed and where to get it, in a sentence for each. */
export function credentialsMissing(
  { name }: Pick<BrokerManifest, "name">,
  missing: readonly CredentialSpec[],
): TomError {
  const isEitherEnough = missing.every(({ survey }) => survey !== undefined);
  const labels = missing.map(({ label, envName }) => `${label} (${envName})`);
  const help = [...new Set(missing.map(({ whereToGet }) => whereToGet))];
  const needs = `${name} needs ${labels.join(isEitherEnough ? " or " : " and ")}.`;
  return new TomError("MISCONFIGURED", [needs, ...help].join(" "));
}
