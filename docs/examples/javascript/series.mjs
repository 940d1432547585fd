// docs/semantics.md, "Several reports": collections, and each report beside that of the year before.
import {Check} from "./check.mjs";
import {Decimal} from "./json.mjs";

const fill = (template, values) => template.replace(/\{([a-z]+)\}/g, (_, name) => values[name] ?? "");
const zero = new Decimal(0);
const amount = (number) => new Decimal(number);

/** Whether a document is several reports. */
export function isCollection(root) {
  return root.kind === "object" && root.value.get("reports")?.kind === "array" && !root.value.has("edition");
}

/** One result for all reports of a collection; the pointers of its cells lead into it. */
export function collection(set, read, settings, file) {
  const parts = read.root.value.get("reports").value.map((root, n) => {
    const prefix = `/reports/${n}`;
    const duplicates = read.duplicates
      .filter(({pointer}) => pointer.startsWith(`${prefix}/`))
      .map((one) => ({...one, pointer: one.pointer.slice(prefix.length)}));
    return new Check(set, {root, duplicates, locate: read.locate, prefix}, settings);
  });
  const results = parts.map((part) => part.result(file));
  for (const [report, other, relation] of pairs(parts)) {
    const between = new Between(set, report, other, relation, settings);
    if (between.comparable) results.push(between.result());
  }
  const all = (key) => results.flatMap((result) => result[key]);
  const total = (key) => results.reduce((sum, {checked}) => sum + checked[key], 0);
  return {
    file, edition: null, reporting_year: null, organ: null, valid: results.every(({valid}) => valid), error: null,
    findings: all("findings"), undecided: all("undecided"),
    checked: {
      cells: total("cells"), blank: total("blank"), satisfied: total("satisfied"), violated: total("violated"),
      undecided: total("undecided"), relations: results.flatMap(({checked}) => checked.relations),
    },
  };
}

/** The reports of one organ and scope that are held against each other: [report, other, what is between them]. */
function pairs(parts) {
  const series = new Map();
  const names = new Map(); // of a code: the first name that it came with
  for (const part of parts) {
    const [name, code, scope] = ["/organ/name", "/organ/credit_code", "/scope"].map((at) => part.node(at)?.value);
    const year = part.node("/reporting_year");
    if (typeof name !== "string" || year?.kind !== "number" || !year.value.isInteger) continue;
    const plain = name.normalize("NFKC").replace(/\s+/gu, "");
    const organ = code === undefined ? plain : names.get(code) ?? names.set(code, plain).get(code);
    const key = JSON.stringify([organ, scope]);
    const years = series.get(key) ?? series.set(key, new Map()).get(key);
    const number = Number(year.value);
    years.set(number, [...(years.get(number) ?? []), part]);
  }
  const found = [];
  for (const years of series.values()) {
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
  return found.sort(([a], [b]) => parts.indexOf(a) - parts.indexOf(b));
}

class Between {
  constructor(set, report, other, relation, {strict, language}) {
    Object.assign(this, {report, other, strict, language, findings: [], undecided: [], counts: new Map()});
    this.comparable = report.edition !== null && other.edition !== null;
    if (!this.comparable) return;
    for (const one of set.between) {
      if (!one.editions.includes(report.edition)) continue;
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

  #note(relation, holds, cells, actual = null, expected = null) {
    const {code} = relation;
    if (!this.counts.has(code)) this.counts.set(code, {code, satisfied: 0, violated: 0, undecided: 0});
    this.counts.get(code)[holds === null ? "undecided" : holds ? "satisfied" : "violated"] += 1;
    if (holds !== true) (holds === null ? this.undecided : this.findings).push({relation, cells, actual, expected});
  }

  #cells(form, pointer) { return form.cells.some((one) => one.pointer === pointer); }

  #linear(relation, {for_each: each, left, right, comparator}) {
    const [variable, set] = Object.entries(each)[0];
    for (const {pointer: place} of this.report.form.select(set)) {
      const terms = [[left, 1], [right, -1]].flatMap(([side, direction]) => side.map(({cell, of, sign = 1}) => {
        const [part, pointer] = [of === "last" ? this.other : this.report, fill(cell, {[variable]: place})];
        return {part, pointer, sign, direction};
      }));
      if (!terms.every(({part, pointer}) => this.#cells(part.strictForm, pointer))) continue;
      let [difference, low, high] = [zero, false, false];
      const known = {1: zero, [-1]: zero};
      const blanks = {1: [], [-1]: []};
      for (const {part, pointer, sign, direction} of terms) {
        const value = part.usable(pointer);
        const signed = part.strictForm.places.get(pointer).schema.minimum === undefined;
        if (value === null) {
          blanks[direction].push(signed ? 0 : sign);
          low ||= signed || sign * direction < 0;
          high ||= signed || sign * direction > 0;
        } else {
          difference = difference.plus(value, sign * direction);
          known[direction] = known[direction].plus(value, sign);
        }
      }
      const [from, to] = [low ? -Infinity : difference.sign, high ? Infinity : difference.sign];
      const [violated, satisfied] = {
        "=": [from > 0 || to < 0, from === 0 && to === 0], ">=": [to < 0, from >= 0], "<=": [from > 0, to <= 0],
      }[comparator];
      const told = (direction) => {
        const signs = [...new Set(blanks[direction])];
        if (signs.length === 0) return known[direction];
        return signs.length > 1 || signs[0] === 0 ? null : (signs[0] > 0 ? ">=" : "<=") + known[direction];
      };
      this.#note(relation, violated ? false : satisfied ? true : null, terms, told(1), told(-1));
    }
  }

  #figures(relation, data, wrong) {
    for (const pointer of data.cells) {
      if (![this.report, this.other].every((part) => this.#cells(part.strictForm, pointer))) continue;
      const cells = [{part: this.report, pointer}, {part: this.other, pointer}];
      const values = cells.map(({part}) => part.usable(pointer));
      const holds = wrong.call(this, values, data);
      const expected = data.kind === "magnitude" ? `<${data.factor}x ${values[1]}` : `not like ${values[1]}`;
      this.#note(relation, holds, cells, values[0], expected);
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
    if (known.length < 2) {
      return known.length === 0 || (enough(known[0]) && new Set(String(known[0])).size > 1) ? null : true;
    }
    const [a, b] = known.map(String);
    const differing = [...a].flatMap((digit, n) => (digit === b[n] ? [] : [n]));
    const [first, second] = differing;
    const swapped = a.length === b.length && differing.length === 2 && second === first + 1
      && a[first] === b[second] && a[second] === b[first];
    return !(swapped && known.every(enough));
  }

  #unchanged(relation, {tables, least}) {
    for (const table of tables) {
      const [own, last] = [this.report, this.other].map(({strictForm}) =>
        strictForm.cells.map(({pointer}) => pointer).filter((pointer) => pointer.startsWith(`${table}/`)));
      if (own.length === 0 || own.join() !== last.join()) continue;
      const values = own.map((pointer) => [this.report.usable(pointer), this.other.usable(pointer)]);
      const cells = [{part: this.report, pointer: table}, {part: this.other, pointer: table}];
      const differ = values.some(([a, b]) => a !== null && b !== null && a.minus(b).sign !== 0);
      const blank = values.some((pair) => pair.includes(null));
      const filled = values.filter(([a, b]) => a === null || b === null || a.sign !== 0).length;
      const holds = differ || filled < least ? true : blank ? null : false;
      this.#note(relation, holds, cells, amount(filled), "changed");
    }
  }

  #apart(relation) {
    const cells = [this.report, this.other].map((part) => ({part, pointer: "/reporting_year"}));
    const [year, before] = cells.map(({part}) => part.node("/reporting_year").value);
    const gap = relation.relation.kind === "gap";
    this.#note(relation, false, cells, gap ? before : year, gap ? year.minus(amount(1)) : this.other.prefix);
  }

  #told({relation, cells}) {
    const {code, name, title} = relation;
    const told = cells.map(({part, pointer}) => part.cells({pointers: [pointer]})[0]);
    return {code, name, title: title[this.language], cells: told};
  }

  result() {
    const order = ({cells: [{pointer}]}) => this.report.form.order(pointer)[0];
    const findings = this.findings.sort((a, b) => order(a) - order(b)).map((one) => {
      const {severity, basis, message, fix} = one.relation;
      const words = {cell: "", actual: String(one.actual), expected: String(one.expected)};
      return {
        ...this.#told(one), severity, message: fill(message[this.language], words), expected: one.expected,
        actual: one.actual, basis: {kind: basis.kind, citation: basis.citation[this.language]},
        fix: fill(fix[this.language], words), hints: [],
      };
    });
    const relations = [...this.counts.values()];
    const total = (key) => relations.reduce((sum, one) => sum + one[key], 0);
    return {
      valid: !findings.some(({severity}) => severity === "error" || (this.strict && severity === "warning")),
      findings, undecided: this.undecided.map((one) => this.#told(one)),
      checked: {
        cells: 0, blank: 0, satisfied: total("satisfied"), violated: total("violated"), undecided: total("undecided"), relations,
      },
    };
  }
}
