// The published set: editions, places, labels, sets of places, and the schema validator.
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {Ajv2020} from "ajv/dist/2020.js";
import {escapeName, splitPointer} from "./json.mjs";

const read = (...path) => JSON.parse(readFileSync(join(...path), "utf8"));

const ajv = () => new Ajv2020({allErrors: true, strict: false, validateFormats: false, ownProperties: true});

/** One version of the set: the newest that is not withdrawn. */
export class PublishedSet {
  #forms = new Map();

  constructor(folder) {
    this.folder = folder;
    this.version = read(folder, "catalog.json").versions.filter(({status}) => status !== "withdrawn").at(-1);
    this.editions = Object.keys(this.version.schemas);
    const active = (paths) => paths.filter((path) => path !== undefined).flatMap((path) => read(folder, path).relations)
      .filter(({status}) => status === "active");
    this.relations = active(this.version.relations);
    this.between = active([this.version.series_relations]); // of the reports of an organ
    this.rostered = active([this.version.roll_up_relations]); // of a roster and the reports of its organs
    this.isRoster = this.version.roster_schema && ajv().compile(read(folder, this.version.roster_schema));
  }

  /** The form of an edition, or the envelope where the edition is null. */
  form(edition, draft = false) {
    const key = `${edition} ${draft}`;
    if (!this.#forms.has(key)) this.#forms.set(key, new Form(this, edition, draft));
    return this.#forms.get(key);
  }
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
  constructor({folder, version, relations}, edition, draft) {
    const load = (path) => (draft ? draftOf : (schema) => schema)(read(folder, path));
    const schema = load(edition === null ? version.envelope : version.schemas[edition]);
    const common = load(version.common);
    this.definitions = {...common.$defs, ...schema.$defs};
    this.relations = relations.filter(({editions}) => edition === null || editions.includes(edition));
    this.places = new Map();
    this.#walk(schema, "", null, true);
    this.cells = [...this.places.values()].filter(({isCell}) => isCell);
    this.validate = ajv().addSchema(common).compile(schema);
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
