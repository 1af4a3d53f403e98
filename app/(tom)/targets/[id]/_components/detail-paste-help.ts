/** What the paste form shows and names; every heading of both is one that a pasted table may have. */

export const pasteExample = "mjd,band,mag,magerr,limit\n58855.52427,g,17.31,0.04,\n58849.5,r,,,20.31";

export const pasteHelp =
  "A heading line, then one measurement a line; comma, tab, semicolon or blanks between. Known headings: mjd, jd, date, bjd or hjd; band or filter; mag, magerr, fluxNjy, fluxErrNjy, limit; telescope, instrument, source.";
