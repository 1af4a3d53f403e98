/** What people call the brokers that deliver measurements, by their ids. */
export type Deliverers = ReadonlyMap<string, string>;

/** Who delivered a measurement, for people; what is no broker, such as a file, is called as it is. */
export const deliveredBy = (via: readonly string[], names: Deliverers): string =>
  via.map((id) => names.get(id) ?? id).join(", ");
