#!/usr/bin/env node
// Checks a report, or with --stream one per line; prints results as finding.schema.json has them.
import {createReadStream, readFileSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {parseArgs} from "node:util";
import {check, unreadable} from "./check.mjs";
import {PublishedSet} from "./form.mjs";
import {stringify} from "./json.mjs";

function stop(message) {
  process.stderr.write(`${message}
gknb.mjs [--schema DIR] [--edition E] [--draft] [--strict] [--lang zh|en] [--set NAME=VALUE] [--stream] [FILE|-]\n`);
  process.exit(2);
}

function readArguments() {
  const options = {
    schema: {type: "string", default: fileURLToPath(new URL("../../../schema", import.meta.url))},
    edition: {type: "string"},
    draft: {type: "boolean"},
    strict: {type: "boolean"},
    lang: {type: "string", default: "zh"},
    set: {type: "string", multiple: true, default: []},
    stream: {type: "boolean"},
  };
  try {
    return parseArgs({options, allowPositionals: true});
  } catch (error) {
    return stop(error.message);
  }
}

const {values, positionals: [file = "-", ...more]} = readArguments();
const {schema, stream, lang: language, set: pairs, ...options} = values;
const set = new PublishedSet(schema);
const parameters = Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/s)));
if (more.length > 0) stop("one file at a time");
if (!["zh", "en"].includes(language)) stop(`no such language: ${language}`);
if (options.edition !== undefined && !set.editions.includes(options.edition)) stop(`no such edition: ${options.edition}`);
for (const [name, value] of Object.entries(parameters)) {
  const declared = set.relations.find((relation) => relation.parameters?.[name])?.parameters[name];
  if (declared === undefined || !new RegExp(declared.pattern, "u").test(value)) stop(`not a parameter: ${name}=${value}`);
}

let worst = 0;
function print(result) {
  worst = Math.max(worst, result.error !== null ? 2 : result.valid ? 0 : 1);
  process.stdout.write(`${stringify({results: [result]})}\n`);
}
const answer = (bytes) => print(check(set, bytes, {...options, file, language, parameters}));

try {
  if (stream) {
    let rest = Buffer.alloc(0);
    for await (const chunk of file === "-" ? process.stdin : createReadStream(file)) {
      rest = Buffer.concat([rest, chunk]);
      for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
        answer(rest.subarray(0, end));
        rest = rest.subarray(end + 1);
      }
    }
    if (rest.length > 0) answer(rest);
  } else {
    answer(readFileSync(file === "-" ? 0 : file));
  }
} catch (error) {
  if (error.syscall === undefined) throw error;
  print(unreadable(file, "not-readable", error.message));
}
process.exitCode = worst;
