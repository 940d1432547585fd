// What two editors say of a document: VS Code's JSON service of JSON, yaml-language-server of YAML.
//
// usage: node editors.cjs SCHEMA DOCUMENT LINE TEXT
// Prints {"problems": [messages], "hover": text shown at TEXT in line LINE, "fetched": [addresses asked for]}.
const {readFileSync} = require("node:fs");
const {createRequire} = require("node:module");
const {resolve} = require("node:path");
const {pathToFileURL} = require("node:url");

const load = createRequire(resolve("package.json"));
const [schema, document, line, text] = process.argv.slice(2);
const address = pathToFileURL(schema).href;
const content = readFileSync(document, "utf8");
const fetched = [];
const fetch = async (uri) => {
  fetched.push(uri);
  if (uri !== address) throw new Error(`no network: ${uri}`);
  return readFileSync(schema, "utf8");
};

const json = (TextDocument) => {
  const {getLanguageService} = load("vscode-json-languageservice");
  const service = getLanguageService({schemaRequestService: fetch});
  service.configure({validate: true, schemas: [{uri: address, fileMatch: ["*"]}]});
  const opened = TextDocument.create("file:///report.json", "json", 1, content);
  const parsed = service.parseJSONDocument(opened);
  return {
    problems: () => service.doValidation(opened, parsed),
    hover: (position) => service.doHover(opened, position, parsed),
  };
};

const yaml = (TextDocument) => {
  const {getLanguageService} = load("yaml-language-server");
  const telemetry = {send() {}, sendError() {}, sendTrack() {}};
  const workspaceContext = {resolveRelativePath: (path, base) => new URL(path, base).href};
  const service = getLanguageService({schemaRequestService: fetch, workspaceContext, telemetry});
  service.configure({validate: true, hover: true, yamlVersion: "1.2", schemas: [{uri: address, fileMatch: ["*"]}]});
  const opened = TextDocument.create("file:///report.yaml", "yaml", 1, content);
  return {
    problems: () => service.doValidation(opened, false),
    hover: (position) => service.doHover(opened, position),
  };
};

(async () => {
  const {TextDocument} = load("vscode-languageserver-textdocument");
  const editor = (document.endsWith(".json") ? json : yaml)(TextDocument);
  const problems = (await editor.problems()).map(({message}) => message);
  const character = content.split("\n")[line - 1].indexOf(text) + 1;
  const shown = await editor.hover({line: line - 1, character});
  const hover = JSON.stringify(shown?.contents ?? "");
  console.log(JSON.stringify({problems, hover, fetched}));
})();
