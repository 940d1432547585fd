// The published set: editions, places, labels, sets of places, and the schema validator.
import {readFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {Ajv2020} from "ajv/dist/2020.js";
import {escapeName, splitPointer} from "./json.mjs";

const read = (...path) => JSON.parse(readFileSync(join(...path), "utf8"));

const ajv = () => new Ajv2020({allErrors: true, strict: false, validateFormats: false, ownProperties: true});

/** One version of the set: the newest that is released, 2.0.0 or later. */
export class PublishedSet {
  #forms = new Map();

  constructor(folder) {
    const {set} = read(folder, "catalog.json").versions.filter(({status}) => status === "released").at(-1);
    this.folder = join(folder, dirname(set)); // the whole version
    this.files = read(folder, set);
    this.editions = Object.keys(this.files.editions);
    const active = (paths) => paths.flatMap((path) => read(this.folder, path).relations)
      .filter(({status}) => status === "active");
    this.relations = active(this.files.relations);
    this.between = active([this.files.series_relations]); // of the reports of an organ
    this.rostered = active([this.files.roll_up_relations]); // of a roster and the reports of its organs
    this.isRoster = ajv().compile(read(this.folder, this.files.roster_schema));
    const first = this.editions.map((edition) => this.file(edition, "edition.json").first_year);
    this.years = Object.fromEntries(this.editions.map((edition, n) => [edition, {
      minimum: first[n], ...(n + 1 < first.length && {maximum: first[n + 1] - 1}),
    }]));
  }

  /** Where the places of older editions are in an edition, by their pointers there. */
  formerly(edition) {
    const older = this.editions.slice(0, Math.max(0, this.editions.indexOf(edition)));
    return new Map(older.flatMap((one) => [...this.counterparts(edition, one)]
      .filter(([here, there]) => here !== there).map(([here, there]) => [there, here])));
  }

  /** A file of an edition. */
  file(edition, name) { return read(this.folder, this.files.editions[edition], name); }

  /** Where the places of an edition are in another one: a map of pointers. */
  counterparts(edition, other) {
    const [here, there] = [edition, other].map((one) => this.editions.indexOf(one));
    if (here < there) return new Map([...this.counterparts(other, edition)].map(([one, before]) => [before, one]));
    let found = [...this.form(edition).places.keys()].map((pointer) => [pointer, pointer]);
    for (const one of this.editions.slice(there + 1, here + 1).reverse()) {
      const {places} = this.form(one);
      found = found.filter(([, at]) => places.has(at)).map(([pointer, at]) => [pointer, places.get(at).continues]);
    }
    return new Map(found.filter(([, at]) => this.form(other).places.has(at)));
  }

  /** The form of an edition, or the envelope where the edition is null. */
  form(edition, draft = false) {
    const key = `${edition} ${draft}`;
    if (!this.#forms.has(key)) this.#forms.set(key, new Form(this, edition, draft));
    return this.#forms.get(key);
  }
}

/** A relation with the places that it names where they are in a form. */
function moved(form, data) {
  if (Array.isArray(data)) return data.map((one) => moved(form, one));
  if (typeof data === "string") return data.startsWith("/") && !data.includes("{") ? form.resolve(data) : data;
  if (data === null || typeof data !== "object") return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [moved(form, key), moved(form, value)]));
}

/** The draft variant: null is allowed wherever "x-blank": true stands. */
function draftOf(schema) {
  if (Array.isArray(schema)) return schema.map(draftOf);
  if (schema === null || typeof schema !== "object") return schema;
  const draft = Object.fromEntries(Object.entries(schema).map(([key, value]) =>
    [key, ["$id", "$ref"].includes(key) ? value.replace(".schema.json", ".draft.schema.json") : draftOf(value)]));
  if (schema["x-blank"] === true) {
    if (draft.type !== undefined) draft.type = [draft.type, "null"];
    if (draft.enum !== undefined) draft.enum = [...draft.enum, null];
  }
  return draft;
}

class Form {
  constructor(set, edition, draft) {
    const written = edition === null ? read(set.folder, set.files.envelope) : set.file(edition, "report.schema.json");
    const schema = draft ? draftOf(written) : written;
    this.definitions = schema.$defs;
    this.places = new Map();
    this.#walk(schema, "", null, true);
    this.cells = [...this.places.values()].filter(({isCell}) => isCell);
    this.validate = ajv().compile(schema);
    Object.assign(this, {set, edition});
  }

  /** The relations that may apply: all of them in the envelope. */
  get relations() {
    this.known ??= this.set.relations.map((one) => this.localised(one))
      .filter((one) => this.edition === null || this.#has(one.relation));
    return this.known;
  }

  /** A relation that names the places of this form. */
  localised(relation) { return {...relation, relation: moved(this, relation.relation)}; }

  /** Where a place that a relation names is: there, or at the place that continues it. */
  resolve(pointer) {
    if (this.places.has(pointer)) return pointer;
    this.former ??= this.set.formerly(this.edition);
    for (let at = pointer; at !== ""; at = at.slice(0, at.lastIndexOf("/"))) {
      const there = this.former.get(at);
      const found = there === undefined ? undefined : there + pointer.slice(at.length);
      if (found !== undefined && this.places.has(found)) return found;
    }
    return pointer;
  }

  /** Whether it has the places that a relation names; those in templates are looked at one by one. */
  #has({value, by, cells = [], when = [], limits = []}) {
    const conditions = [when, ...limits.map((limit) => limit.when ?? [])].flat();
    return [value, by, ...cells, ...limits.map(({year}) => year), ...conditions.flatMap(Object.keys)]
      .every((pointer) => pointer === undefined || this.places.has(pointer));
  }

  /** A schema with its $ref merged into it, and the names of the definitions it refers to. */
  #resolve(schema) {
    if (schema.$ref === undefined) return {schema, refs: []};
    const name = schema.$ref.split("#/$defs/")[1];
    const {schema: definition, refs} = this.#resolve(this.definitions[name]);
    return {schema: {...definition, ...schema}, refs: [name, ...refs]};
  }

  #walk(raw, pointer, parent, required) {
    const place = {pointer, parent, required, ...this.#resolve(raw), index: this.places.size};
    this.places.set(pointer, place);
    const before = place.schema["x-continues"] ?? splitPointer(pointer).at(-1);
    place.continues = parent === null && pointer === "" ? ""
      : before.startsWith("/") ? before : `${parent.continues}/${escapeName(before)}`;
    const {properties = {}, required: names = []} = place.schema;
    for (const [name, member] of Object.entries(properties)) {
      this.#walk(member, `${pointer}/${escapeName(name)}`, place, names.includes(name));
    }
    place.last = this.places.size - 1; // the last place within this one
    const isNumber = [place.schema.type].flat().some((type) => ["integer", "number"].includes(type));
    place.isCell = isNumber && place.schema["x-blank"] === true;
    place.signed = place.schema.minimum === undefined;
  }

  /** The innermost place that the pointer is in, and the names that lead on from it. */
  nearest(pointer) {
    let known = pointer;
    while (!this.places.has(known)) known = known.slice(0, known.lastIndexOf("/"));
    return {place: this.places.get(known), rest: splitPointer(pointer.slice(known.length))};
  }

  name({schema}, language) {
    return (language === "en" ? schema["x-label-en"] ?? schema["x-title-en"] : schema["x-label"] ?? schema.title) ?? "";
  }

  /** The names from below the report (or below the place `from`) to the pointer. */
  label(pointer, language, from = "") {
    const {place, rest} = this.nearest(pointer);
    const names = [];
    for (let one = place; one !== null && one.pointer !== from; one = one.parent) names.unshift(this.name(one, language));
    return [...names.filter((name) => name !== ""), ...rest].join(" · ") || this.name(place, language);
  }

  /** What to sort by: the order of the form; what is unknown comes after all that is known in its object. */
  order(pointer) {
    const {place, rest} = this.nearest(pointer);
    return rest.length === 0 ? [place.index, ""] : [place.last, pointer];
  }

  isCell(pointer) { return this.places.get(pointer)?.isCell === true; }

  /** The places of a set: their pointers, and the pointer that these are relative to. */
  select(set) {
    if (Array.isArray(set)) return set.flatMap((one) => this.select(one));
    const all = [...this.places.values()];
    const base = set.within === undefined ? "" : all.find(({refs}) => refs.includes(set.within))?.pointer;
    return all
      .filter(({pointer, refs}) => base !== undefined && pointer.startsWith(`${base}/`) && refs.includes(set.refer_to))
      .map(({pointer}) => ({pointer: pointer.slice(base.length), base}))
      .filter(({pointer}) => pointer.startsWith(`${set.under ?? ""}/`) && !set.except?.includes(pointer));
  }
}
