import { FilterForm, FilterNumber, FilterSelect, FilterText } from "@/components/forms/filter-form";
import { formatDegrees } from "@/lib/astro/angle-format";
import { defaultConeRadiusArcsec } from "@/lib/astro/pasted-cone";
import type { TargetFilter, TargetSort } from "@/lib/targets/list-schema";
import styles from "./list.module.css";
import { filterNames, keptOf, type ListAddress, type ListPart, type ListProblems, listHref } from "./list-address";

type Props = {
  address: ListAddress;
  filter: TargetFilter;
  problems: ListProblems;
  groups: readonly { id: string; name: string }[];
};

const sortLabels: Record<Exclude<TargetSort, "separation">, string> = {
  "-createdAt": "Newest first",
  createdAt: "Oldest first",
  name: "Name, A to Z",
  "-name": "Name, Z to A",
  "-updatedAt": "Last changed first",
  updatedAt: "Last changed last",
  "-newestDetection": "Newest detection first",
  newestDetection: "Oldest detection first",
  newestMag: "Brightest first",
  "-newestMag": "Faintest first",
};

const types = [
  { value: "SIDEREAL", label: "Sidereal" },
  { value: "NON_SIDEREAL", label: "Non-sidereal" },
];

/** What goes to a field: the text as typed and, where it is not right, why. */
const field = ({ address, problems }: Props, name: keyof ListAddress["typed"]) => {
  const error = problems[name];
  return { name, value: address.typed[name], ...(error === undefined ? {} : { error }) };
};

/** The place of the cone as it stands in the address, or as it was typed. */
function placeFields(props: Props) {
  const { address, filter, problems } = props;
  const { around, radius, cone: coneTyped } = address.typed;
  const [around_, radius_] = [field(props, "around"), field(props, "radius")];
  if (around !== undefined || radius !== undefined) return [around_, radius_] as const;
  if (problems.cone !== undefined) return [{ ...around_, value: coneTyped, error: problems.cone }, radius_] as const;
  if (filter.cone === undefined) return [around_, radius_] as const;
  const { raDeg, decDeg, radiusArcsec } = filter.cone;
  const place = `${formatDegrees(raDeg, { wrap: true })} ${formatDegrees(decDeg, { signed: true, ascii: true })}`;
  return [
    { ...around_, value: place },
    { ...radius_, value: String(Number(radiusArcsec.toFixed(4))) },
  ] as const;
}

const behind = [
  "fuzzy",
  "type",
  "tag",
  "group",
  "createdAfter",
  "updatedAfter",
  "newestAfter",
  "magMin",
  "magMax",
] as const;

/** The same view with a part of it opened. */
const here = (address: ListAddress, open: ListPart | null): string => {
  const { cursor, before } = address;
  return listHref(address, { cursor, before, open });
};

function MoreFilters(props: Props) {
  const { address, problems, groups } = props;
  const isUsed = behind.some((name) => address.typed[name] !== undefined || problems[name] !== undefined);
  const when = "Time or P7D";
  if (!isUsed && address.open !== "filters")
    return (
      <p className={styles.more}>
        <a href={here(address, "filters")} data-scroll="keep">
          More filters and sorting
        </a>
      </p>
    );
  return (
    <div className={styles.more}>
      {isUsed ? null : (
        <p>
          <a href={here(address, null)} data-scroll="keep">
            Fewer filters
          </a>
        </p>
      )}
      <div className={styles.moreFields}>
        <FilterText {...field(props, "fuzzy")} label="Name in any spelling" placeholder="sn-2020 OI" />
        <FilterSelect {...field(props, "type")} label="Type" options={types} emptyLabel="Any" />
        <FilterText {...field(props, "tag")} label="Tag" />
        {groups.length === 0 ? null : (
          <FilterSelect
            {...field(props, "group")}
            label="Group"
            emptyLabel="Any"
            options={groups.map((group) => ({ value: group.id, label: group.name }))}
          />
        )}
        <FilterText {...field(props, "newestAfter")} label="Newest detection after" placeholder={when} mono />
        <FilterNumber {...field(props, "magMin")} label="Newest from" unit="mag" />
        <FilterNumber {...field(props, "magMax")} label="Newest to" unit="mag" />
        <FilterText {...field(props, "createdAfter")} label="Created after" placeholder={when} mono />
        <FilterText {...field(props, "updatedAfter")} label="Changed after" placeholder={when} mono />
        <FilterSelect
          name="sort"
          label="Sort"
          emptyLabel="Newest first; in a cone nearest"
          value={address.isSortChosen ? address.sort : ""}
          options={Object.entries(sortLabels).map(([value, label]) => ({ value, label }))}
        />
      </div>
    </div>
  );
}

/** Everything that chooses targets, in one form whose answers stand in the address. */
export function ListFilters(props: Props) {
  const [around, radius] = placeFields(props);
  return (
    <FilterForm
      action="/targets"
      label="Find targets"
      submitLabel="Search"
      keep={keptOf(props.address, [...filterNames.filter((name) => name !== "ids"), "sort"])}
    >
      <FilterText
        {...field(props, "q")}
        label="Name or alias contains"
        type="search"
        wide
        placeholder="ZTF20aael, or paste coordinates"
      />
      <FilterText {...around} label="Around" wide mono placeholder="185.7289 +15.8236, or a target's name" />
      <FilterText {...radius} label="Radius" unit="arcsec" placeholder={String(defaultConeRadiusArcsec)} />
      <MoreFilters {...props} />
    </FilterForm>
  );
}
