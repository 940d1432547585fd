// What several reports say together: the instances of relations whose cells are in more than one document.

const fill = (template, values) => template.replace(/\{([a-z]+)\}/g, (_, name) => values[name] ?? "");

/** The basis of a finding: the relation's, unless the pointer of the first cell has its own. */
export function basisAt({basis, basis_at: elsewhere = []}, pointer, language) {
  const {kind, citation} = elsewhere.find(({pointers}) => pointers.includes(pointer))?.basis ?? basis;
  return {kind, citation: citation[language]};
}

/** Collects instances. A cell is {part, pointer}: of a report, or of the roster. */
export class Together {
  constructor({strict, language}) {
    Object.assign(this, {strict, language, findings: [], undecided: [], counts: new Map()});
  }

  /** Counts an instance: it holds, or not, or (null) that is undecided. */
  count({code}, holds) {
    if (!this.counts.has(code)) this.counts.set(code, {code, satisfied: 0, violated: 0, undecided: 0});
    this.counts.get(code)[holds === null ? "undecided" : holds ? "satisfied" : "violated"] += 1;
  }

  /** Notes an instance; words are what its sentences say besides. */
  note(relation, holds, cells, actual = null, expected = null, words = {}) {
    this.count(relation, holds);
    if (holds !== true) (holds === null ? this.undecided : this.findings).push({relation, cells, actual, expected, words});
  }

  #sorted(entries) {
    const order = ({cells: [{part, pointer}]}) => [part.rank, ...part.form.order(pointer)];
    return entries
      .map((entry) => ({entry, key: [...order(entry), entry.relation.code]}))
      .sort((a, b) => a.key.reduce((sofar, one, n) => sofar || (one < b.key[n] ? -1 : one > b.key[n] ? 1 : 0), 0))
      .map(({entry}) => entry);
  }

  #told({relation: {code, name, title}, cells}) {
    const told = cells.map(({part, pointer}) => part.cells({pointers: [pointer]})[0]);
    return {code, name, title: title[this.language], cells: told};
  }

  #finding(entry) {
    const {relation: {severity, message, fix}, actual, expected} = entry;
    const {cells, ...told} = this.#told(entry);
    const words = {
      cell: cells[0].label, last: cells[1]?.value, left: actual, right: expected, actual, expected, ...entry.words,
    };
    return {
      ...told, severity, message: fill(entry.words.message ?? message[this.language], words), cells, expected, actual,
      basis: basisAt(entry.relation, cells[0].pointer, this.language), fix: fill(fix[this.language], words), hints: [],
    };
  }

  result() {
    const findings = this.#sorted(this.findings).map((one) => this.#finding(one));
    const relations = [...this.counts.values()];
    const total = (key) => relations.reduce((sum, one) => sum + one[key], 0);
    return {
      valid: !findings.some(({severity}) => severity === "error" || (this.strict && severity === "warning")),
      findings, undecided: this.#sorted(this.undecided).map((one) => this.#told(one)),
      checked: {
        cells: 0, blank: 0, satisfied: total("satisfied"), violated: total("violated"), undecided: total("undecided"), relations,
      },
    };
  }
}
