/** A sky survey as HiPS tiles. */
export type SkySurvey = {
  id: string;
  label: string;
  /** Root of the HiPS, without a slash at the end. Its host must be allowed by the page's policy (connect and image). */
  url: string;
  /** Whom to name beside the image. */
  credit: string;
};

const cds = "https://alasky.cds.unistra.fr";

/** What an installation offers unless it names its own; served by CDS, Strasbourg. */
export const defaultSurveys: readonly SkySurvey[] = [
  { id: "dss2", label: "DSS2 colour", url: `${cds}/DSS/DSSColor`, credit: "Digitized Sky Survey, STScI/NASA, CDS" },
  { id: "ps1", label: "Pan-STARRS DR1 colour", url: `${cds}/Pan-STARRS/DR1/color-z-zg-g`, credit: "Pan-STARRS1, CDS" },
  { id: "2mass", label: "2MASS colour", url: `${cds}/2MASS/Color`, credit: "2MASS, UMass/IPAC, CDS" },
  { id: "galex", label: "GALEX colour", url: `${cds}/GALEX/GALEXGR6_7_color`, credit: "GALEX GR6/7, NASA, CDS" },
];
