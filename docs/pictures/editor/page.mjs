// The editor of VS Code, Monaco, with the language services that VS Code uses: its own for JSON, and
// yaml-language-server, which is the extension `redhat.vscode-yaml`, for YAML.
import * as monaco from "monaco-editor";
import { configureMonacoYaml } from "monaco-yaml";

window.MonacoEnvironment = {
  getWorker: (_, label) => new Worker(`/${{ json: "json", yaml: "yaml" }[label] ?? "editor"}.js`),
};

window.open_document = (name, text, schema) => {
  const schemas = [{ uri: "file:///client-plan.schema.json", fileMatch: ["*"], schema }];
  if (name.endsWith(".json")) {
    monaco.languages.json.jsonDefaults.setDiagnosticsOptions({ validate: true, schemas });
  } else {
    configureMonacoYaml(monaco, { completion: true, hover: true, validate: true, schemas });
  }
  const model = monaco.editor.createModel(text, undefined, monaco.Uri.parse(`file:///${name}`));
  window.editor = monaco.editor.create(document.getElementById("editor"), {
    model,
    fontSize: 14,
    lineNumbersMinChars: 3,
    minimap: { enabled: false },
    overviewRulerLanes: 0,
    scrollBeyondLastLine: false,
    quickSuggestions: { strings: true, other: true },
    wordBasedSuggestions: "off",
  });
  window.markers = () => monaco.editor.getModelMarkers({ resource: model.uri });
};
