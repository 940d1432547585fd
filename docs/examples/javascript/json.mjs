// JSON (RFC 8259), read exactly: numbers keep every digit, repeated names and positions are noted.
// A value becomes a node {kind, value, at}; in an object, value is a Map from name to node (with nameAt).

export const LIMITS = {bytes: 10 * 1024 * 1024, levels: 200, values: 10_000, digits: 1000};

/** A text that cannot be read, and where. */
export class Unreadable extends Error {
  constructor(reason, message, at = null) {
    super(message);
    Object.assign(this, {reason, at});
  }
}

/** An exact decimal: coefficient / 10 ** scale, with the smallest scale there is. */
export class Decimal {
  constructor(coefficient, scale = 0) {
    for (this.coefficient = BigInt(coefficient); scale > 0 && this.coefficient % 10n === 0n; scale -= 1) {
      this.coefficient /= 10n;
    }
    this.scale = scale;
  }

  /** The decimal that a JSON number stands for; null where it has too many digits. */
  static parse(text) {
    const [, sign, whole, fraction = "", exponent = "0"] = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text);
    const [, digits, zeros] = /^0*(.*?)(0*)$/.exec(whole + fraction);
    if (digits === "") return new Decimal(0);
    const scale = fraction.length - Number(exponent) - zeros.length;
    if (Math.max(1, digits.length - scale) + Math.max(0, scale) > LIMITS.digits) return null;
    return new Decimal(sign + digits + "0".repeat(Math.max(0, -scale)), Math.max(0, scale));
  }

  get isInteger() { return this.scale === 0; }
  get sign() { return this.coefficient > 0n ? 1 : this.coefficient < 0n ? -1 : 0; }

  plus(other, factor = 1) {
    const scale = Math.max(this.scale, other.scale);
    const raised = (one) => one.coefficient * 10n ** BigInt(scale - one.scale);
    return new Decimal(raised(this) + BigInt(factor) * raised(other), scale);
  }

  minus(other) { return this.plus(other, -1); }

  /** A float that compares with every whole number below 2**50 as this number does, for the schema validator. */
  forValidator() {
    const unit = 10n ** BigInt(this.scale);
    const floor = this.coefficient / unit - (this.sign < 0 && !this.isInteger ? 1n : 0n);
    const most = 2n ** 50n;
    return Number(floor > most ? most : floor < -most ? -most : floor) + (this.isInteger ? 0 : 0.5);
  }

  toString() {
    const digits = this.coefficient.toString().replace("-", "").padStart(this.scale + 1, "0");
    const point = digits.length - this.scale;
    return (this.sign < 0 ? "-" : "") + digits.slice(0, point) + (this.scale ? "." + digits.slice(point) : "");
  }
}

export const escapeName = (name) => name.replaceAll("~", "~0").replaceAll("/", "~1");
export const splitPointer = (pointer) =>
  pointer.split("/").slice(1).map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));

/** Bytes to text: UTF-8 (a byte order mark is dropped), else GB18030. */
export function decode(bytes) {
  if (bytes.length > LIMITS.bytes) throw new Unreadable("too-large", `more than ${LIMITS.bytes} bytes`);
  for (const encoding of ["utf-8", "gb18030"]) {
    try {
      return new TextDecoder(encoding, {fatal: true}).decode(bytes);
    } catch { /* not in this encoding */ }
  }
  throw new Unreadable("encoding", "neither UTF-8 nor GB18030");
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const BLANKS = /[ \t\r\n]*/y;
const LITERALS = {true: true, false: false, null: null};

/** Text to {root, duplicates}; duplicates has {pointer, at} for each repetition of a name. */
export function parse(text) {
  const duplicates = [];
  let position = 0;
  let count = 0;
  const fail = (message, at = position, reason = "syntax") => { throw new Unreadable(reason, message, at); };

  function match(pattern) {
    pattern.lastIndex = position;
    const found = pattern.exec(text);
    if (found) position = pattern.lastIndex;
    return found?.[0];
  }

  function next(character) {
    match(BLANKS);
    if (text[position] !== character) return false;
    position += 1;
    return true;
  }

  function string() {
    const at = position;
    if (text[at] !== '"') fail("a name in double quotes expected");
    for (position += 1; text[position] !== '"'; position += text[position] === "\\" ? 2 : 1) {
      if (position >= text.length) fail("a text without end", at);
    }
    position += 1;
    try {
      const value = JSON.parse(text.slice(at, position));
      if (value.isWellFormed()) return value; // no lone surrogate
    } catch { /* a bare control character, or an escape that JSON does not have */ }
    return fail("not a JSON string", at);
  }

  function object(pointer, level) {
    const members = new Map();
    if (next("}")) return members;
    do {
      match(BLANKS);
      const nameAt = position;
      const name = string();
      const below = `${pointer}/${escapeName(name)}`;
      if (members.has(name)) duplicates.push({pointer: below, at: nameAt});
      if (!next(":")) fail('":" expected');
      members.set(name, {...node(below, level), nameAt});
    } while (next(","));
    return next("}") ? members : fail('"," or "}" expected');
  }

  function array(pointer, level) {
    const items = [];
    if (next("]")) return items;
    do items.push(node(`${pointer}/${items.length}`, level)); while (next(","));
    return next("]") ? items : fail('"," or "]" expected');
  }

  function node(pointer, level) {
    match(BLANKS);
    const at = position;
    const character = text[at];
    if ((count += 1) > LIMITS.values) fail(`more than ${LIMITS.values} values`, at, "too-large");
    if ("{[".includes(character) && level === LIMITS.levels) fail(`more than ${LIMITS.levels} levels`, at, "too-deep");
    if (next("{")) return {kind: "object", value: object(pointer, level + 1), at};
    if (next("[")) return {kind: "array", value: array(pointer, level + 1), at};
    if (character === '"') return {kind: "string", value: string(), at};
    const number = match(NUMBER);
    if (number !== undefined) {
      const value = Decimal.parse(number) ?? fail(`more than ${LIMITS.digits} digits`, at, "too-large");
      return {kind: "number", value, at};
    }
    const word = Object.keys(LITERALS).find((one) => text.startsWith(one, at)) ?? fail("not a JSON value");
    position += word.length;
    return {kind: word === "null" ? "null" : "boolean", value: LITERALS[word], at};
  }

  const root = node("", 0);
  match(BLANKS);
  if (position < text.length) fail("text after the end of the value");
  return {root, duplicates};
}

/** A function from an offset to line and column, both from 1, the column in characters. */
export function locator(text) {
  const pairs = [...text.matchAll(/[\ud800-\udbff][\udc00-\udfff]/g)].map(({index}) => index); // each one character
  const starts = [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map((end) => end.index + end[0].length)];
  return (at) => {
    if (at === null || at === undefined) return {line: null, column: null};
    const line = starts.findLastIndex((start) => start <= at) + 1;
    const start = starts[line - 1];
    return {line, column: at - start - pairs.filter((pair) => pair >= start && pair < at).length + 1};
  };
}

/** A node as plain data, in which stand-ins take the place of exact numbers. */
export function forValidator({kind, value}) {
  if (kind === "number") return value.forValidator();
  if (kind === "array") return value.map(forValidator);
  if (kind !== "object") return value;
  const plain = Object.create(null); // so that "__proto__" is a name like any other
  for (const [name, member] of value) plain[name] = forValidator(member);
  return plain;
}

/** JSON text of plain data in which numbers may be Decimals. */
export function stringify(data) {
  if (data instanceof Decimal) return data.toString();
  if (Array.isArray(data)) return `[${data.map(stringify).join(", ")}]`;
  if (data === null || typeof data !== "object") return JSON.stringify(data);
  return `{${Object.entries(data).map(([name, value]) => `${JSON.stringify(name)}: ${stringify(value)}`).join(", ")}}`;
}
