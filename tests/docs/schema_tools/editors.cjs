// What an editor shows of a document that names its schema: VS Code's JSON service of JSON, yaml-language-server of YAML.
//
// usage: node editors.cjs DOCUMENT WORD, in a folder with node_modules
// Prints {"problems": [messages], "hover": text shown where WORD first stands, "fetched": [addresses asked for]}.
const {readFileSync} = require("node:fs");
const {createRequire} = require("node:module");
const {resolve} = require("node:path");
const {fileURLToPath, pathToFileURL} = require("node:url");

const load = createRequire(resolve("package.json"));
const {TextDocument} = load("vscode-languageserver-textdocument");
const [path, word] = process.argv.slice(2);
const fetched = [];
const schemaRequestService = async (address) => {
  fetched.push(address);
  if (!address.startsWith("file:")) throw new Error(`no network for ${address}`);
  return readFileSync(fileURLToPath(address), "utf8");
};
const workspaceContext = {resolveRelativePath: (address, base) => new URL(address, base).href};
const telemetry = {send() {}, sendError() {}, sendTrack() {}};

const editors = {
  json(document) {
    const service = load("vscode-json-languageservice").getLanguageService({schemaRequestService, workspaceContext});
    service.configure({validate: true});
    const parsed = service.parseJSONDocument(document);
    return [service.doValidation(document, parsed), (at) => service.doHover(document, at, parsed)];
  },
  yaml(document) {
    const {getLanguageService} = load("yaml-language-server");
    const service = getLanguageService({schemaRequestService, workspaceContext, telemetry});
    service.configure({validate: true, hover: true, yamlVersion: "1.2"});
    return [service.doValidation(document, false), (at) => service.doHover(document, at)];
  },
};

(async () => {
  const language = path.endsWith(".json") ? "json" : "yaml";
  const text = readFileSync(path, "utf8");
  const document = TextDocument.create(pathToFileURL(path).href, language, 1, text);
  const [validation, hoverAt] = editors[language](document);
  const problems = (await validation).map(({message}) => message);
  const hover = await hoverAt(document.positionAt(text.indexOf(word) + 1));
  console.log(JSON.stringify({problems, hover: JSON.stringify(hover?.contents ?? ""), fetched}));
})();
