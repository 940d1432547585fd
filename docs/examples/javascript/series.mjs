// docs/semantics.md, "Several reports": collections, and each report beside that of the year before.
import {Check} from "./check.mjs";
import {Decimal} from "./json.mjs";
import {asked, compare, side, told} from "./linear.mjs";
import {AgainstRoster} from "./roll-up.mjs";
import {byOrgan, Head, Roster} from "./roster.mjs";
import {Together} from "./together.mjs";

const zero = new Decimal(0);
const amount = (number) => new Decimal(number);

/** Whether a document is several reports. */
export function isCollection(root) {
  return root.kind === "object" && root.value.get("reports")?.kind === "array" && !root.value.has("edition");
}

/** One result for all reports of a collection; the pointers of its cells lead into it. */
export function collection(set, read, settings, file) {
  const roster = read.root.value.has("roster") ? new Roster(set, read) : undefined;
  const parts = read.root.value.get("reports").value.map((root, rank) => {
    const prefix = `/reports/${rank}`;
    const duplicates = read.duplicates
      .filter(({pointer}) => pointer.startsWith(`${prefix}/`))
      .map((one) => ({...one, pointer: one.pointer.slice(prefix.length)}));
    return new Check(set, {root, duplicates, locate: read.locate, prefix, rank}, settings);
  });
  const heads = parts.map((part) => new Head(part)).filter(({counts}) => counts);
  const results = [around(set, read, settings), ...parts.map((part) => part.result(file))];
  for (const [report, other, relation] of pairs(byOrgan(heads, roster))) {
    const between = new Between(set, report, other, relation, settings);
    if (between.comparable) results.push(between.result());
  }
  if (roster !== undefined) results.push(new AgainstRoster(set, heads, roster, settings).result());
  const all = (key) => results.flatMap((result) => result[key]);
  const total = (key) => results.reduce((sum, {checked}) => sum + checked[key], 0);
  return {
    file, edition: null, reporting_year: null, organ: null, valid: results.every(({valid}) => valid), error: null,
    findings: all("findings"), undecided: all("undecided"),
    checked: {
      cells: total("cells"), blank: total("blank"), satisfied: total("satisfied"), violated: total("violated"),
      undecided: total("undecided"), relations: summed(results.flatMap(({checked}) => checked.relations)),
    },
  };
}

/** What is given twice outside of the reports and the roster. */
function around(set, read, settings) {
  const duplicates = read.duplicates.filter(({pointer}) => !/^\/(reports|roster)\//.test(pointer));
  const {findings, valid, ...rest} = new Check(set, {...read, duplicates}, {...settings, edition: undefined}).result("");
  const said = findings.filter(({cells: [{pointer}]}) => duplicates.some((one) => one.pointer === pointer));
  const none = {cells: 0, blank: 0, satisfied: 0, violated: 0, undecided: 0, relations: []};
  return {...rest, findings: said, valid: said.length === 0 || valid, undecided: [], checked: none};
}

/** One entry for each code, in their order. */
function summed(relations) {
  const sums = new Map();
  for (const {code, ...counts} of relations) {
    const sum = sums.get(code) ?? sums.set(code, {code}).get(code);
    for (const [key, count] of Object.entries(counts)) sum[key] = (sum[key] ?? 0) + count;
  }
  return [...sums.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** The reports of one organ and scope that are held against each other: [report, other, what is between them]. */
function pairs(organs) {
  const found = [];
  for (const [, series] of organs.flatMap((heads) => [...grouped(heads, ({scope}) => scope)])) {
    const years = grouped(series, ({year}) => year);
    const sorted = [...years.keys()].sort((a, b) => a - b);
    sorted.forEach((year, n) => {
      const [report, ...more] = years.get(year);
      more.forEach((one) => found.push([one, report, "twice"]));
      const before = years.get(sorted[n - 1]);
      if (more.length === 0 && before?.length === 1) {
        found.push([report, before[0], sorted[n - 1] === year - 1 ? "years" : "gap"]);
      }
    });
  }
  const parts = found.map(([one, other, relation]) => [one.report, other.report, relation]);
  return parts.sort(([a], [b]) => a.rank - b.rank);
}

/** A map from each key to the items that have it. */
function grouped(items, keyOf) {
  const groups = new Map();
  for (const item of items) groups.set(keyOf(item), [...groups.get(keyOf(item)) ?? [], item]);
  return groups;
}

/** A figure with any two different digits that stand side by side swapped. */
function swapped(figure) {
  return [...figure].slice(1).flatMap((digit, n) => (digit === figure[n] || [digit, figure[n]].includes(".")
    ? [] : figure.slice(0, n) + digit + figure[n] + figure.slice(n + 2)));
}

class Between extends Together {
  constructor(set, report, other, relation, settings) {
    super(settings);
    Object.assign(this, {report, other});
    this.comparable = report.edition !== null && other.edition !== null;
    if (!this.comparable) return;
    this.counterparts = set.counterparts(report.edition, other.edition);
    for (const named of set.between) {
      const one = report.form.localised(named);
      if (relation === "years") this.#relation(one, one.relation);
      else if (one.relation.kind === relation) this.#apart(one);
    }
  }

  #relation(relation, data) {
    switch (data.kind) {
      case "linear-years": return this.#linear(relation, data);
      case "magnitude": return this.#figures(relation, data, this.#isFar);
      case "transposed": return this.#figures(relation, data, this.#isTransposed);
      case "unchanged": return this.#unchanged(relation, data);
    }
  }

  #linear(relation, {for_each: each, left, right, comparator}) {
    const [variable, set] = Object.entries(each ?? {})[0] ?? [];
    for (const bound of set === undefined ? [null] : this.report.form.select(set)) {
      const [ours, theirs] = [left, right].map((terms) => terms.map(({cell, of, sign = 1}) =>
        ({...this.#place(of, cell.replace(`{${variable}}`, bound?.pointer)), sign})));
      if (![...ours, ...theirs].every(({part, place}) => part.strictForm.isCell(place))) continue;
      const sides = [ours, theirs].map((terms) => side(terms.map(({part, place, sign}) => ({
        pointer: part.prefix + place, sign, value: part.usable(place), signed: part.strictForm.places.get(place).signed,
      }))));
      const cells = [...ours, ...theirs].map(({part, place}) => ({part, pointer: place}));
      const words = bound && {[variable]: this.report.form.label(bound.base + bound.pointer, this.language, bound.base)};
      this.note(relation, compare(sides, comparator), cells, told(sides[0]), asked(sides[1], comparator), {
        difference: String(sides[0].known.minus(sides[1].known)).replace("-", ""), ...words,
      });
    }
  }

  /** The report and the place that a term is about: of last year's report where the edition continues it. */
  #place(of, named) {
    const pointer = this.report.strictForm.resolve(named);
    return of === "last" ? {part: this.other, place: this.counterparts.get(pointer)} : {part: this.report, place: pointer};
  }

  #figures(relation, data, wrong) {
    for (const pointer of data.cells) {
      const cells = [undefined, "last"].map((of) => this.#place(of, pointer))
        .map(({part, place}) => ({part, pointer: place}));
      if (!cells.every((one) => one.part.strictForm.isCell(one.pointer))) continue;
      const values = cells.map((one) => one.part.usable(one.pointer));
      const holds = wrong.call(this, values, data);
      const expected = data.kind === "magnitude" ? `<${data.factor}x ${values[1]}` : `not like ${values[1]}`;
      this.note(relation, holds, cells, values[0], expected);
    }
  }

  #isFar(values, {factor, least}) {
    const known = values.filter((value) => value !== null);
    if (known.length < 2) return known.length === 0 || known[0].sign > 0 ? null : true;
    const [small, large] = known[0].minus(known[1]).sign > 0 ? [known[1], known[0]] : known;
    const far = small.sign > 0 && large.minus(amount(least)).sign >= 0 && large.minus(zero.plus(small, factor)).sign >= 0;
    return !far;
  }

  #isTransposed(values, {least}) {
    const enough = (value) => value.minus(amount(least)).sign >= 0;
    const known = values.filter((value) => value !== null);
    if (known.length === 0) return null;
    const others = swapped(String(known[0]));
    if (known.length === 2) return !(known.every(enough) && others.includes(String(known[1])));
    const isFigure = (text) => String(Decimal.parse(text)) === text;
    return enough(known[0]) && others.some((one) => isFigure(one) && enough(Decimal.parse(one))) ? null : true;
  }

  #unchanged(relation, {tables, least}) {
    for (const table of tables) {
      const [own, last] = [this.report, this.other].map(({strictForm}) =>
        strictForm.cells.map(({pointer}) => pointer).filter((pointer) => pointer.startsWith(`${table}/`)));
      if (own.length === 0 || own.length !== last.length) continue;
      if (!own.every((pointer) => last.includes(this.counterparts.get(pointer)))) continue;
      const values = own.map((pointer) =>
        [this.report.usable(pointer), this.other.usable(this.counterparts.get(pointer))]);
      const cells = [{part: this.report, pointer: table}, {part: this.other, pointer: table}];
      const differ = values.some(([a, b]) => a !== null && b !== null && a.minus(b).sign !== 0);
      const blank = values.some((pair) => pair.includes(null));
      const filled = values.filter(([a, b]) => (a ?? b)?.sign !== 0).length; // each blank as the figure beside it
      const holds = differ || filled < least ? true : blank ? null : false;
      this.note(relation, holds, cells, amount(filled), "changed", {count: own.length});
    }
  }

  #apart(relation) {
    const cells = [this.report, this.other].map((part) => ({part, pointer: "/reporting_year"}));
    const [year, before] = cells.map(({part}) => part.node("/reporting_year").value);
    const gap = relation.relation.kind === "gap";
    this.note(relation, false, cells, gap ? before : year, gap ? year.minus(amount(1)) : this.other.prefix);
  }
}
