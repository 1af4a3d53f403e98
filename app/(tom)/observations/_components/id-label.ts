/** What the facility's id of an observation is called: where people plan themselves, the facility is no place. */
export const idLabel = ({ name, takesPlans }: { name: string; takesPlans: boolean }): string =>
  takesPlans ? "Id at the observatory" : `Id at ${name}`;
