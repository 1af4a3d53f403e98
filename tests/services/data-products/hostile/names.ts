const nameOf300Bytes = `${"ä".repeat(148)}.csv`;

/** Names of any sort, and what people are shown. */
export const hostileNames: readonly (readonly [name: string, shown: string | RegExp])[] = [
  ["../../etc/passwd", "passwd"],
  ["..\\..\\boot.ini", "boot.ini"],
  ["/etc/shadow", "shadow"],
  ["%2e%2e%2fetc%2fpasswd", "%2e%2e%2fetc%2fpasswd"],
  ["CON", "CON"],
  ["aux.fits", "aux.fits"],
  ["a\u202egnp.exe", "agnp.exe"],
  ["\u2067table\u2069.csv", "table.csv"],
  ["..", "unnamed"],
  [" ", "unnamed"],
  [".htaccess", ".htaccess"],
  ["<img src=x onerror=alert(1)>.csv", "<img src=x onerror=alert(1)>.csv"],
  ['a"; filename="b.html', 'a"; filename="b.html'],
  ["=1+1.csv", "=1+1.csv"],
  [nameOf300Bytes, nameOf300Bytes],
  [`${"ä".repeat(300)}.csv`, /^ä{150,200}….csv$/],
];
