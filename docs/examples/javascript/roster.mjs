// docs/semantics.md, "Several reports": who is who, by the heads of the reports and by the roster.
import {Unreadable, forValidator} from "./json.mjs";

const MOST_YEAR = 9999;
export const plain = (name) => name.normalize("NFKC").replace(/\p{White_Space}+/gu, "");
export const capitals = (code) => plain(code).toUpperCase();

/** What a report says of itself, as far as it counts; whether that is enough to hold it against others. */
export class Head {
  constructor(report) {
    const text = (pointer) => {
      const value = report.usable(pointer);
      return typeof value === "string" ? value : null;
    };
    const {kind, value: year} = report.node("/reporting_year") ?? {};
    const isYear = kind === "number" && year.isInteger && year.sign >= 0 && Number(year) <= MOST_YEAR;
    Object.assign(this, {report, text, year: isYear ? Number(year) : null});
    [this.name, this.code, this.scope] = ["/organ/name", "/organ/credit_code", "/scope"].map(text);
    this.counts = (this.name ?? "") !== "" && this.year !== null;
  }
}

/** The organs of a county: what the roster says of each, which are right above and below it, and its place. */
export class Roster {
  constructor(set, {root, duplicates, locate}) {
    const node = root.value.get("roster");
    const refuse = (message) => { throw new Unreadable("roster", message, node.at); };
    const data = forValidator(node);
    if (!set.isRoster?.(data)) refuse("not a roster");
    for (const {pointer} of duplicates) if (pointer.startsWith("/roster/")) refuse(`given twice: ${pointer}`);
    Object.assign(this, {node, locate, byName: new Map(), byCode: new Map()});
    this.organs = data.organs.map((entry, n) => ({...entry, below: [], place: {part: this, pointer: `/organs/${n}`}}));
    const byAny = new Map(); // by name, alias or code
    const enter = (organ, key, ...indexes) => {
      for (const index of indexes) {
        if ((index.get(key) ?? organ) !== organ) refuse(`two organs share ${key}`);
        index.set(key, organ);
      }
    };
    for (const organ of this.organs) {
      for (const name of [organ.name, ...organ.aliases ?? []]) enter(organ, plain(name), byAny, this.byName);
      if (organ.code !== undefined) {
        enter(organ, capitals(organ.code), byAny, this.byCode);
      }
      if (organ.from > organ.to) refuse(`${organ.name}: the first year is after the last`);
    }
    for (const organ of this.organs) {
      if (organ.parent === undefined) continue;
      const {parent} = organ;
      organ.above = byAny.get(plain(parent)) ?? byAny.get(capitals(parent)) ?? refuse(`no such organ: ${parent}`);
      organ.above.below.push(organ);
    }
    for (const organ of this.organs) {
      let [above, steps] = [organ.above, 0];
      for (; above !== undefined; above = above.above) {
        if ((steps += 1) > this.organs.length) refuse(`${organ.name} is above itself`);
      }
    }
  }

  has(organ, name) { return this.byName.get(plain(name)) === organ; }

  /** Whose report it is. */
  organOf({code, name}) {
    return (code === null ? undefined : this.byCode.get(capitals(code))) ?? this.byName.get(plain(name));
  }

  // What a report has as well, for what is said of both

  get rank() { return Infinity; }

  form = {order: (pointer) => [Number(pointer.split("/").at(-1)), ""]};

  cells({pointers}) {
    return pointers.map((pointer) => {
      const n = Number(pointer.split("/").at(-1));
      const {at} = this.node.value.get("organs").value[n];
      return {pointer: `/roster${pointer}`, label: this.organs[n].name, value: this.organs[n].name, ...this.locate(at)};
    });
  }
}

/** The heads of those that are of one organ together: by the roster, else by what names and codes connect. */
export function byOrgan(heads, roster) {
  const known = new Map(); // of each organ of the roster: its heads
  let others = []; // {keys, heads}
  for (const head of heads) {
    const organ = roster?.organOf(head);
    if (organ !== undefined) {
      known.set(organ, [...known.get(organ) ?? [], head]);
      continue;
    }
    const keys = [`name ${plain(head.name)}`, ...head.code === null ? [] : [`code ${capitals(head.code)}`]];
    const one = {keys: new Set(keys), heads: [head]};
    const isConnected = (other) => keys.some((key) => other.keys.has(key));
    for (const other of others.filter(isConnected)) {
      one.heads.push(...other.heads);
      for (const key of other.keys) one.keys.add(key);
    }
    others = [...others.filter((other) => !isConnected(other)), one];
  }
  const inOrder = (one, other) => one.report.rank - other.report.rank;
  return [...known.values(), ...others.map((one) => one.heads.sort(inOrder))];
}
