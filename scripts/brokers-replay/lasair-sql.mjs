/**
 * As much SQL as Lasair's lists are asked with: comparisons, AND, OR, IN, parentheses, the clock, ORDER BY. What it does
 * not know it refuses in the words of the database.
 */

const token =
  /\s*(?:(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|"([^"]*)"|'([^']*)'|([A-Za-z_][\w.]*)|(<=|>=|<>|!=|[=<>(),+\-*/]))/y;

export class SqlError extends Error {}

const syntaxError = (near) =>
  new SqlError(`(1064, "You have an error in your SQL syntax; check the manual near '${near}' at line 1")`);
const unknownColumn = (name) => new SqlError(`(1054, "Unknown column '${name}' in 'SELECT'")`);

function tokensOf(text) {
  const tokens = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.trimEnd().length) {
    const from = token.lastIndex;
    const match = token.exec(text);
    if (!match) throw syntaxError(text.slice(from, from + 20));
    const [, number, double, single, word, sign] = match;
    if (number !== undefined) tokens.push({ value: Number(number), wide: number });
    else if (double !== undefined || single !== undefined) tokens.push({ value: double ?? single });
    else tokens.push(word === undefined ? { sign } : { word });
  }
  return tokens;
}

const nowMjd = () => Date.now() / 86_400_000 + 40_587;
const clock = { jdnow: () => nowMjd() + 2_400_000.5, mjdnow: nowMjd };

const comparisons = {
  "=": (a, b) => String(a) === String(b) || a === b,
  "<>": (a, b) => String(a) !== String(b),
  "!=": (a, b) => String(a) !== String(b),
  "<": (a, b) => a < b,
  ">": (a, b) => a > b,
  "<=": (a, b) => a <= b,
  ">=": (a, b) => a >= b,
};

class Parser {
  constructor(text, columns) {
    this.tokens = tokensOf(text);
    this.columns = columns;
    this.at = 0;
  }
  peekWord(word) {
    return this.tokens[this.at]?.word?.toUpperCase() === word;
  }
  take(sign) {
    const isThere = this.tokens[this.at]?.sign === sign;
    if (isThere) this.at += 1;
    return isThere;
  }
  need(sign) {
    if (!this.take(sign)) throw syntaxError(JSON.stringify(this.tokens[this.at] ?? ""));
  }
  any() {
    const parts = [this.all()];
    while (this.peekWord("OR")) {
      this.at += 1;
      parts.push(this.all());
    }
    return (row) => parts.some((part) => part(row));
  }
  all() {
    const parts = [this.one()];
    while (this.peekWord("AND")) {
      this.at += 1;
      parts.push(this.one());
    }
    return (row) => parts.every((part) => part(row));
  }
  one() {
    if (this.take("(")) {
      const inner = this.any();
      this.need(")");
      return inner;
    }
    const left = this.sum();
    if (this.peekWord("IN")) return this.listed(left);
    const compare = comparisons[this.tokens[this.at]?.sign];
    if (!compare) throw syntaxError(JSON.stringify(this.tokens[this.at] ?? ""));
    this.at += 1;
    const right = this.sum();
    return (row) => {
      const [a, b] = [left(row), right(row)];
      return a !== null && a !== undefined && b !== null && b !== undefined && compare(a, b);
    };
  }
  listed(left) {
    this.at += 1;
    this.need("(");
    const values = new Set();
    do {
      const { value, wide } = this.tokens[this.at] ?? {};
      if (value === undefined) throw syntaxError("IN");
      values.add(wide ?? String(value));
      this.at += 1;
    } while (this.take(","));
    this.need(")");
    return (row) => values.has(String(left(row)));
  }
  sum() {
    const first = this.operand();
    const sign = this.take("+") ? 1 : this.take("-") ? -1 : 0;
    if (sign === 0) return first;
    const second = this.operand();
    return (row) => first(row) + sign * second(row);
  }
  operand() {
    const { value, word, sign } = this.tokens[this.at] ?? {};
    this.at += 1;
    if (value !== undefined) return () => value;
    if (sign === "-") {
      const positive = this.operand();
      return (row) => -positive(row);
    }
    if (word === undefined) throw syntaxError(sign ?? "");
    if (word.toLowerCase() in clock) {
      this.need("(");
      this.need(")");
      return clock[word.toLowerCase()];
    }
    if (!this.columns.has(word)) throw unknownColumn(word);
    return (row) => row[word];
  }
}

/** @param {string} conditions @param {Set<string>} columns with their table: "objects.ncand" */
export function parseConditions(conditions, columns) {
  const [where = "", order] = conditions.split(/\border\s+by\b/i);
  const parser = new Parser(where, columns);
  const keeps = where.trim() === "" ? () => true : parser.any();
  if (parser.at < parser.tokens.length) throw syntaxError(JSON.stringify(parser.tokens[parser.at]));
  const [column, direction = "ASC"] = (order ?? "").trim().split(/\s+/);
  if (column && !columns.has(column)) throw unknownColumn(column);
  const factor = direction.toUpperCase() === "DESC" ? -1 : 1;
  const compare = (one, other) => (column ? factor * (one[column] - other[column]) : 0);
  return { keeps, compare };
}

/** What is selected of a row, under the names that it is given. */
export function parseSelected(selected, columns) {
  const parts = selected.split(",").map((part) => {
    const [column, as] = part.trim().split(/\s+AS\s+/i);
    if (column !== "*" && !columns.has(column)) throw unknownColumn(column);
    return [column, as ?? column.split(".").at(-1)];
  });
  return (row) => Object.fromEntries(parts.map(([column, name]) => [name, row[column] ?? null]));
}
