// docs/semantics.md: structure, relations, evaluation, and what is reported.
import {Decimal, decode, escapeName, forValidator, locator, parse, splitPointer} from "./json.mjs";
import {asked, compare, side, told} from "./linear.mjs";
import {collection, isCollection} from "./series.mjs";
import {basisAt} from "./together.mjs";

const BLANK_TEXT = /^[ \t\r\n\u00a0\u3000]*$/;
const SHORT = {object: "{…}", array: "[…]"};
const unique = (pointers) => [...new Set(pointers)];
const fill = (template, values) => template.replace(/\{([a-z]+)\}/g, (_, name) => values(name));

/** Bytes in, one result of finding.schema.json out. */
export function check(set, bytes, options = {}) {
  const {file = "-", edition, draft = false, strict = false, language = "zh", parameters = {}} = options;
  let text = "";
  try {
    text = decode(bytes);
    const read = {...parse(text), locate: locator(text)};
    const settings = {edition, draft, strict, language, parameters};
    return isCollection(read.root) ? collection(set, read, settings, file) : new Check(set, read, settings).result(file);
  } catch (error) {
    if (error.reason === undefined) throw error;
    return unreadable(file, error.reason, error.message, locator(text)(error.at));
  }
}

export function unreadable(file, reason, message, {line, column} = {line: null, column: null}) {
  const checked = {cells: 0, blank: 0, satisfied: 0, violated: 0, undecided: 0, relations: []};
  const error = {reason, message, line, column};
  return {file, edition: null, reporting_year: null, organ: null, valid: false, error, findings: [], undecided: [], checked};
}

export class Check {
  constructor(set, read, {edition, draft, strict, language, parameters}) {
    Object.assign(this, read, {set, strict, language, parameters});
    const {kind, value} = this.node("/edition") ?? {};
    const named = kind === "string" || kind === "number" ? String(value) : null;
    this.edition = edition ?? (set.editions.includes(named) ? named : null);
    this.strictForm = set.form(this.edition);
    this.form = set.form(this.edition, draft);
    this.findings = []; // {relation, pointers, expected, actual, and what the sentences need}
    this.undecided = []; // {relation, pointers}
    this.counts = new Map();
    const failures = this.#failures(this.form);
    this.unusable = new Set((draft ? this.#failures(this.strictForm) : failures).map(({pointer}) => pointer));
    this.#structure(failures);
    const found = new Set(this.findings.map(({relation}) => relation));
    for (const relation of this.form.relations) {
      const decided = found.has(relation) || relation.relation.kind === "duplicate-key";
      if (this.edition !== null) this.#relation(relation);
      else if (!decided) this.undecided.push({relation, pointers: []});
    }
  }

  // Values

  /** The nodes on the way to the pointer, undefined from where it leaves the document. */
  #path(pointer) {
    const path = [this.root];
    for (const name of splitPointer(pointer)) {
      const {kind, value} = path.at(-1) ?? {};
      path.push(kind === "object" ? value.get(name) : kind === "array" && /^\d+$/.test(name) ? value[name] : undefined);
    }
    return path;
  }

  node(pointer) { return this.#path(pointer).at(-1); }

  /** The value as a result shows it. */
  #shown(pointer) {
    const {kind, value = null} = this.node(pointer) ?? {};
    return SHORT[kind] ?? value;
  }

  /** The value that the strict schema accepts, else null. */
  usable(pointer) {
    const node = this.node(pointer);
    return node === undefined || this.unusable.has(pointer) ? null : node.value;
  }

  /** Whether there is no value, and the schema does not require one. */
  #omitted(pointer) {
    return this.node(pointer) === undefined && !this.strictForm.places.get(pointer).required;
  }

  // Structure

  #failures({validate}) {
    if (validate(forValidator(this.root))) return [];
    return validate.errors
      .filter(({keyword, propertyName}) => propertyName === undefined || keyword === "propertyNames")
      .map(({instancePath, keyword, params}) => {
        const member = params.missingProperty ?? params.additionalProperty ?? params.propertyName;
        return {keyword, pointer: instancePath + (member === undefined ? "" : `/${escapeName(member)}`)};
      });
  }

  #structure(failures) {
    const relations = this.form.relations.filter(({relation}) => relation.kind === "structure");
    const ranks = new Map(); // of each place: the first relation to which one of its failures belongs
    for (const {keyword, pointer} of failures) {
      const {kind, value} = this.node(pointer) ?? {};
      const blank = kind === "null" || (kind === "string" && BLANK_TEXT.test(value));
      const refs = this.form.places.get(pointer)?.refs ?? [];
      const rank = relations.findIndex(({relation}) => (relation.keywords?.includes(keyword) ?? true)
        && (relation.definitions?.some((name) => refs.includes(name)) ?? true) && (blank || !relation.blank));
      ranks.set(pointer, Math.min(rank, ranks.get(pointer) ?? rank));
    }
    for (const [pointer, rank] of ranks) {
      const {place, rest} = this.form.nearest(pointer);
      const key = splitPointer(pointer).at(-1) ?? "";
      this.findings.push({
        relation: relations[rank], pointers: [pointer], atName: rest.length > 0, actual: this.#shown(pointer),
        expected: rest.length > 0 ? "absent" : demand(place),
        words: {key, expected: place.schema[this.language === "en" ? "x-expected-en" : "x-expected"] ?? ""},
      });
    }
    const relation = this.form.relations.find((one) => one.relation.kind === "duplicate-key");
    for (const {pointer, at} of this.duplicates) {
      this.findings.push({relation, pointers: [pointer], at, actual: 2, expected: 1});
    }
  }

  // Relations

  #relation(relation) {
    const data = relation.relation;
    switch (data.kind) {
      case "linear": return this.#linear(relation, data);
      case "range": return this.#note(relation, this.#range(data));
      case "date": return this.#note(relation, this.#date(data, relation.parameters));
      case "check-digit": return this.#note(relation, this.#checkDigit(data));
      case "zero-together": return this.#note(relation, this.#zeroTogether(data));
    }
  }

  /** Notes an instance: {holds: true, false or null for undecided, pointers, …}; null where it does not apply. */
  #note(relation, instance) {
    if (instance === null) return;
    const {code} = relation;
    const {holds, ...rest} = instance;
    if (!this.counts.has(code)) this.counts.set(code, {code, satisfied: 0, violated: 0, undecided: 0});
    this.counts.get(code)[holds === null ? "undecided" : holds ? "satisfied" : "violated"] += 1;
    if (holds === null) this.undecided.push({relation, ...rest});
    if (holds === false) this.findings.push({relation, ...rest});
  }

  /** Whether a condition holds (null: unknown), and the pointers that the alternative that held looked at. */
  #condition(alternatives) {
    let holds = alternatives === undefined;
    for (const alternative of alternatives ?? []) {
      const looked = Object.entries(alternative).map(([pointer, allowed]) => [this.usable(pointer), allowed]);
      if (looked.some(([value, allowed]) => value !== null && !allowed.includes(value))) continue;
      if (looked.every(([value]) => value !== null)) return {holds: true, pointers: Object.keys(alternative)};
      holds = null;
    }
    return {holds, pointers: []};
  }

  #linear(relation, {for_each: each, left, right, comparator, when}) {
    const condition = this.#condition(when);
    if (condition.holds === false) return;
    const [variable, set] = Object.entries(each ?? {})[0] ?? [];
    for (const bound of set === undefined ? [null] : this.form.select(set)) {
      const binding = bound && {[variable]: bound.pointer};
      const sides = [this.#side(left, binding), this.#side(right, binding)];
      if (sides.includes(null)) continue; // the edition lacks a cell
      const holds = compare(sides, comparator);
      this.#note(relation, {
        holds: holds === false && condition.holds === null ? null : holds,
        pointers: unique([...sides.flatMap(({cells}) => cells.map(({pointer}) => pointer)), ...condition.pointers]),
        actual: told(sides[0]), expected: asked(sides[1], comparator), sides,
        words: bound && {[variable]: this.form.label(bound.base + bound.pointer, this.language, bound.base)},
      });
    }
  }

  /** One side spelled out: its cells with their values, and their sum; null where the edition lacks one of the cells. */
  #side(terms, binding) {
    const cells = [];
    let constants = new Decimal(0);
    for (const {constant = 0, cell, over, sign = 1} of terms) {
      constants = constants.plus(new Decimal(constant));
      const [variable, set] = Object.entries(over ?? {})[0] ?? [];
      for (const one of cell === undefined ? [] : set === undefined ? [null] : this.form.select(set)) {
        const pointer = this.form.resolve(fill(cell, (name) => (name === variable ? one.pointer : binding[name])));
        if (!this.form.isCell(pointer)) return null;
        cells.push({pointer, sign, value: this.usable(pointer), signed: this.form.places.get(pointer).signed});
      }
    }
    const isEmpty = cells.length === 0 && terms.every(({constant}) => constant === undefined);
    return isEmpty ? null : side(cells, constants);
  }

  #range({value, by, ranges = this.set.years}) {
    if (this.#omitted(value) || this.#omitted(by)) return null;
    const [number, key, pointers] = [this.usable(value), this.usable(by), [value, by]];
    if (number === null || key === null) return {holds: null, pointers};
    const {minimum: low, maximum: high} = ranges[key];
    const holds = (low === undefined || number.minus(new Decimal(low)).sign >= 0)
      && (high === undefined || number.minus(new Decimal(high)).sign <= 0);
    const expected = low === undefined ? `<=${high}` : high === undefined ? `>=${low}` : `${low}..${high}`;
    return {holds, pointers, actual: number, expected, words: {key}};
  }

  #date({value, comparator, limits}, parameters) {
    if (this.#omitted(value)) return null;
    for (const {year: yearAt, plus, when, month_day: fixed, parameter} of limits) {
      const condition = this.#condition(when);
      if (condition.holds === false) continue;
      const pointers = unique([value, yearAt, ...condition.pointers]);
      const [date, year] = [this.usable(value), this.usable(yearAt)];
      if (condition.holds === null || date === null || year === null) return {holds: null, pointers};
      const day = fixed ?? this.parameters[parameter] ?? parameters[parameter].default;
      const limit = `${year.plus(new Decimal(plus))}-${day}`; // dates with years of four digits sort as texts
      const holds = comparator === ">" ? date > limit : date <= limit;
      return {holds, pointers, actual: date, expected: comparator + limit, words: {limit}};
    }
    return null;
  }

  #checkDigit({value, alphabet, weights, modulus}) {
    if (this.#omitted(value)) return null;
    const [text, pointers] = [this.usable(value), [value]];
    if (text === null) return {holds: null, pointers};
    const sum = weights.reduce((total, weight, position) => total + weight * alphabet.indexOf(text[position]), 0);
    const expected = alphabet[(modulus - sum % modulus) % modulus];
    return {holds: text.at(-1) === expected, pointers, actual: text.at(-1), expected};
  }

  #zeroTogether({cells}) {
    const values = cells.map((pointer) => this.usable(pointer));
    if (values.includes(null)) return {holds: null, pointers: cells};
    const holds = values[0].sign === values[1].sign;
    return {holds, pointers: cells, actual: values.join(", "), expected: "0, 0 | >0, >0"};
  }

  // Report

  #sorted(entries) {
    const compare = (a, b) => (typeof a === "string" ? Buffer.compare(Buffer.from(a), Buffer.from(b)) : a - b);
    return entries
      .map((entry) => ({entry, key: [...this.form.order(entry.pointers[0] ?? ""), entry.relation.code]}))
      .sort((a, b) => a.key.reduce((sofar, part, index) => sofar || compare(part, b.key[index]), 0))
      .map(({entry}) => entry);
  }

  /** Where the value is, or the name of the member, or the innermost object around what is missing. */
  #position(pointer, atName) {
    const path = this.#path(pointer);
    const node = path.at(-1) ?? path.findLast((one) => one !== undefined);
    return this.locate(atName && path.at(-1) !== undefined ? node.nameAt : node.at);
  }

  cells({pointers, atName, at}) {
    return pointers.map((pointer) => ({
      pointer: (this.prefix ?? "") + pointer, label: this.form.label(pointer, this.language), value: this.#shown(pointer),
      ...(at === undefined ? this.#position(pointer, atName) : this.locate(at)),
    }));
  }

  #sentence(template, {words, sides = [], actual, expected}, cells) {
    const term = ({pointer, sign, value}, index) =>
      `${sign < 0 ? "− " : index > 0 ? "+ " : ""}${this.form.name(this.form.places.get(pointer), this.language)} ${value ?? "?"}`;
    const spelled = (side) =>
      side.cells.map(term).join(" ") + (side.cells.length === 1 ? "" : ` = ${told(side) ?? "?"}`);
    const standard = {
      cell: () => cells[0].label,
      cells: () => cells.map(({label, value}) => `${label} ${value}`).join(", "),
      value: () => cells[0].value, actual: () => actual, expected: () => expected,
      left: () => spelled(sides[0]), right: () => spelled(sides[1]),
      difference: () => String(sides[0].known.minus(sides[1].known)).replace("-", ""),
    };
    return fill(template[this.language], (name) => words?.[name] ?? standard[name]());
  }

  #finding(finding) {
    const {code, name, title, severity, message, fix} = finding.relation;
    const {actual, expected} = finding;
    const cells = this.cells(finding);
    return {
      code, name, title: title[this.language], severity, message: this.#sentence(message, finding, cells), cells,
      expected, actual, basis: basisAt(finding.relation, cells[0].pointer, this.language),
      fix: this.#sentence(fix, finding, cells), hints: [],
    };
  }

  result(file) {
    const findings = this.#sorted(this.findings).map((finding) => this.#finding(finding));
    const undecided = this.#sorted(this.undecided).map((entry) => {
      const {code, name, title} = entry.relation;
      return {code, name, title: title[this.language], cells: this.cells(entry)};
    });
    const relations = [...this.counts.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
    const total = (key) => relations.reduce((sum, one) => sum + one[key], 0);
    const [year, organ] = [this.node("/reporting_year"), this.node("/organ/name")];
    return {
      file, edition: this.edition,
      reporting_year: year?.kind === "number" && year.value.isInteger ? year.value : null,
      organ: organ?.kind === "string" ? organ.value : null,
      valid: !findings.some(({severity}) => severity === "error" || (this.strict && severity === "warning")),
      error: null, findings, undecided,
      checked: {
        cells: this.form.cells.length,
        blank: this.form.cells.filter(({pointer}) => this.usable(pointer) === null).length,
        satisfied: total("satisfied"), violated: total("violated"), undecided: total("undecided"), relations,
      },
    };
  }
}

/** The schema's const, or its enum, or the last definition that the place refers to, or its type. */
function demand({schema, refs}) {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum.filter((one) => one !== null).join("|");
  return refs.at(-1) ?? [schema.type].flat()[0];
}
