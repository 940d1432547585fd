// docs/semantics.md, "Against a roster": what is owed, and consolidated reports beside what they consolidate.
import {Decimal} from "./json.mjs";
import {capitals} from "./roster.mjs";
import {Together} from "./together.mjs";

const ZERO = new Decimal(0);
const [WHOLE, OWN] = ["consolidated", "own"];
const YUAN = {yuan: 1, wanyuan: 10_000};
const CAUSES = ["below", "left-out", "added-twice"];

export class AgainstRoster extends Together {
  constructor(set, heads, roster, settings) {
    super(settings);
    Object.assign(this, {roster, heads: heads.map((head) => ({...head, organ: roster.organOf(head)}))});
    this.reports = new Map(roster.organs.map((organ) => [organ, this.heads.filter((head) => head.organ === organ)]));
    const share = set.rostered.find(({relation}) => "share_percent" in relation);
    this.years = this.#yearsThatCount(share?.relation.share_percent ?? 0);
    for (const relation of set.rostered) this.#relation(relation, relation.relation);
  }

  #relation(relation, data) {
    switch (data.kind) {
      case "missing": return this.#missing(relation);
      case "unknown": return this.#unknown(relation);
      case "unexpected": return this.#unexpected(relation);
      case "renamed": return this.#renamed(relation);
      case "differs": return this.#differs(relation, data);
      case "roll-up": return this.#rollUps(relation, data);
    }
  }

  // What is owed

  #yearsThatCount(share) {
    const organs = new Map(); // of each year: how many organs report
    for (const heads of this.reports.values()) {
      for (const year of new Set(heads.map((one) => one.year))) organs.set(year, (organs.get(year) ?? 0) + 1);
    }
    const most = Math.max(0, ...organs.values());
    const enough = [...organs].filter(([, number]) => number * 100 >= most * share).map(([year]) => year);
    const between = enough.filter((year) => enough.includes(year + 2)).map((year) => year + 1);
    return [...new Set([...enough, ...between])].sort((a, b) => a - b);
  }

  #span({from = this.years[0], to = this.years.at(-1)}) { return [from, to]; }

  #reportsOn(organ, year) {
    const [from, to] = this.#span(organ);
    return this.years.includes(year) && from <= year && year <= to;
  }

  /** The scopes of which an organ owes a report each; null stands for whatever scope. */
  #owed(organ, year) {
    if (!this.#reportsOn(organ, year)) return [];
    if (organ.own === true && organ.below.length > 0) return [WHOLE, OWN];
    if (organ.below.some((one) => this.#reportsOn(one, year))) return [WHOLE];
    return this.#there(organ, year, OWN).length > 0 ? [OWN] : [null];
  }

  /** The reports there are of one that is owed. */
  #there(organ, year, scope) {
    return this.reports.get(organ).filter((one) => one.year === year && [null, one.scope].includes(scope));
  }

  #alone(organ, year, scope) {
    const there = this.#there(organ, year, scope);
    return there.length === 1 ? there[0].report : null;
  }

  // Relations

  #missing(relation) {
    for (const organ of this.roster.organs) {
      for (const year of this.years) {
        for (const scope of this.#owed(organ, year)) {
          this.note(relation, this.#there(organ, year, scope).length > 0, [organ.place], null, String(year));
        }
      }
    }
  }

  /** The heads of which a relation may say something; whether their organs are on the roster. */
  #about(isKnown = true) {
    return this.heads.filter(({organ}) => (organ !== undefined) === isKnown);
  }

  /** What is wrong with the head of a report; what is right is no instance. */
  #wrong(relation, {report}, pointer, expected, ...places) {
    const [{value}] = report.cells({pointers: [pointer]});
    this.note(relation, false, [{part: report, pointer}, ...places], value, expected);
  }

  #unknown(relation) {
    for (const head of this.#about(false)) this.#wrong(relation, head, "/organ/name", null);
  }

  #unexpected(relation) {
    for (const head of this.#about()) {
      const {organ, year, scope} = head;
      const [from, to] = this.#span(organ);
      const span = to < from ? `>=${from}` : from === to ? String(from) : `${from}..${to}`;
      const owed = this.#owed(organ, year);
      if (owed.length === 0) this.#wrong(relation, head, "/reporting_year", span);
      else if (!owed.includes(null) && !owed.includes(scope)) this.#wrong(relation, head, "/scope", owed.join("|"));
    }
  }

  #renamed(relation) {
    for (const head of this.#about()) {
      const {name, organ} = head;
      if (!this.roster.has(organ, name)) this.#wrong(relation, head, "/organ/name", organ.name, organ.place);
    }
  }

  #differs(relation, {members}) {
    for (const head of this.#about()) {
      for (const [pointer, property] of Object.entries(members)) {
        const [said, known] = [head.text(pointer), head.organ[property] ?? null];
        const comparable = property === "code" && known !== null ? capitals(known) : known;
        const same = said === null || known === null || (property === "code" ? capitals(said) : said) === comparable;
        if (!same) this.#wrong(relation, head, pointer, comparable, head.organ.place);
      }
    }
  }

  // Roll-up

  #rollUps(relation, data) {
    const rollUps = [];
    for (const organ of this.roster.organs) {
      for (const year of this.years) {
        const owed = this.#owed(organ, year);
        const report = owed.includes(WHOLE) ? this.#alone(organ, year, WHOLE) : null;
        if (report === null || report.edition === null) continue;
        const of = [...(owed.includes(OWN) ? [{organ, scope: OWN}] : []), ...organ.below.flatMap((one) => {
          const scopes = this.#owed(one, year);
          return scopes.length === 0 ? [] : {organ: one, scope: scopes.includes(WHOLE) ? WHOLE : scopes[0]};
        })];
        const contributors = of.map((one) => ({organ: one.organ, report: this.#alone(one.organ, year, one.scope)}));
        rollUps.push({report, contributors, instances: instances(report, contributors, data.cells)});
      }
    }
    for (const rollUp of rollUps) this.#rollUp(relation, data, rollUp, rollUps);
  }

  #rollUp(relation, {listed, whole}, {report, contributors, instances}, all) {
    const explained = new Set();
    for (const {kind, organ, of} of causes(contributors, instances, all)) {
      of.forEach((one) => explained.add(one));
      const cells = of.map(({pointer}) => ({part: report, pointer}));
      this.#violated(relation, of[0], cells, {message: whole[kind][this.language], cells: of.length, organ: organ.name});
      of.slice(1).forEach(() => this.count(relation, false));
    }
    for (const instance of instances) {
      const {pointer, figures, there, holds} = instance;
      const cell = {part: report, pointer};
      if (holds !== false) this.note(relation, holds, [cell]);
      if (holds !== false || explained.has(instance)) continue;
      const known = contributors.map((one, n) => ({part: one.report, pointer: there[n], n, figure: figures[n]}))
        .filter(({figure}) => figure !== null && figure.sign !== 0);
      const greatest = [...known].sort((a, b) => size(b).minus(size(a)).sign || a.n - b.n).slice(0, listed);
      const cells = [cell, ...known.filter((one) => greatest.includes(one))];
      this.#violated(relation, instance, cells, {count: contributors.length});
    }
  }

  #violated(relation, {cell, sum, open, off}, cells, words) {
    this.note(relation, false, cells, cell, open ? `>=${sum}` : sum, {difference: String(off).replace("-", ""), ...words});
  }
}

/** The figure of a report in a cell, amounts in yuan; null where it is unknown. */
function figure(report, pointer) {
  if (!report?.strictForm.isCell(pointer)) return null;
  const value = report.usable(pointer);
  const unit = `${pointer.slice(0, pointer.lastIndexOf("/"))}/unit`;
  if (value === null || !report.strictForm.places.has(unit)) return value;
  const factor = YUAN[report.usable(unit)];
  return factor === undefined ? null : ZERO.plus(value, factor);
}

/** One a cell: {pointer, there: the cells of the contributors, cell, figures, sum, open: whether the sum has unknowns, off, holds}. */
function instances(report, contributors, cells) {
  const pointers = new Set(report.form.select(cells).map(({pointer}) => pointer).filter((one) => report.form.isCell(one)));
  const places = contributors.map((one) => (one.report?.edition
    ? report.set.counterparts(report.edition, one.report.edition) : new Map()));
  return [...pointers].map((pointer) => {
    const cell = figure(report, pointer);
    const there = places.map((one) => one.get(pointer));
    const figures = contributors.map((one, n) => figure(one.report, there[n]));
    const known = figures.filter((one) => one !== null);
    const sum = known.reduce((sofar, one) => sofar.plus(one), ZERO);
    const open = known.length < figures.length;
    const off = cell?.minus(sum);
    const wrong = cell !== null && (open ? !report.form.places.get(pointer).signed && off.sign < 0 : off.sign !== 0);
    return {pointer, there, cell, figures, sum, open, off, holds: wrong ? false : cell === null || open ? null : true};
  });
}

const size = ({figure}) => ZERO.plus(figure, figure.sign);
const at = ({pointer}) => pointer;
const isWrong = ({holds, open}) => holds === false && !open;

/** What explains several of the instances each: {kind, organ, of: the instances}, none of them twice. */
function causes(contributors, instances, all) {
  const wrong = new Map(instances.filter(isWrong).map((one) => [one.pointer, one]));
  const here = (pointer, n) => instances.find(({there}) => there[n] === pointer)?.pointer ?? pointer;
  const found = contributors.flatMap(({organ, report}, n) => {
    const below = all.find((one) => one.report === report)?.instances.filter(isWrong) ?? [];
    const filled = instances.filter(({figures}) => figures[n] !== null && figures[n].sign !== 0);
    const offs = {
      below: below.map(({pointer, off}) => [here(pointer, n), ZERO.minus(off)]),
      "left-out": filled.map(({pointer, figures}) => [pointer, ZERO.minus(figures[n])]),
      "added-twice": filled.map(({pointer, figures}) => [pointer, figures[n]]),
    };
    return CAUSES.filter((kind) => offs[kind].length > 1
      && offs[kind].every(([pointer, off]) => wrong.get(pointer)?.off.minus(off).sign === 0))
      .map((kind) => ({kind, organ, of: instances.filter(({pointer}) => offs[kind].some(([one]) => one === pointer))}));
  });
  // That both explain them makes the differences the same as well.
  const alike = (one, other) => one.kind === other.kind && String(one.of.map(at)) === String(other.of.map(at));
  const taken = new Set();
  return found
    .filter((one) => found.filter((other) => alike(one, other)).length === 1)
    .sort((a, b) => b.of.length - a.of.length)
    .filter(({of}) => {
      const free = !of.some((one) => taken.has(one));
      if (free) of.forEach((one) => taken.add(one));
      return free;
    });
}
