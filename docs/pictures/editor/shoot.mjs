// Draws docs/pictures/editor-*.png: `npm install && npm run pictures` in this folder, with a `chromium`
// and a `clientkit` on the PATH. A person looks at the result; no test compares pixels.
import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { chromium } from "playwright-core";

const folder = mkdtempSync(join(tmpdir(), "editor-"));
await build({
  bundle: true,
  entryPoints: {
    page: "page.mjs",
    editor: "monaco-editor/esm/vs/editor/editor.worker.js",
    json: "monaco-editor/esm/vs/language/json/json.worker.js",
    yaml: "monaco-yaml/yaml.worker.js",
  },
  loader: { ".ttf": "dataurl" },
  outdir: folder,
  format: "iife",
  logLevel: "error",
});
execFileSync("clientkit", ["schema", "client-plan", "--out", folder]);
const schema = JSON.parse(readFileSync(join(folder, "client-plan.schema.json"), "utf-8"));

const html = `<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="/page.css">
<style>body{margin:0} #editor{height:100vh}</style><div id="editor"></div><script src="/page.js"></script>`;
const types = { css: "text/css", js: "text/javascript" };
const server = createServer((request, response) => {
  const name = request.url.slice(1);
  response.setHeader("Content-Type", types[name.split(".").at(-1)] ?? "text/html");
  try {
    response.end(name ? readFileSync(join(folder, name)) : html);
  } catch {
    response.writeHead(404).end();
  }
}).listen(0, "127.0.0.1");

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});

async function shoot(picture, size, name, text, act) {
  const page = await browser.newPage({ viewport: size });
  page.on("pageerror", (error) => console.error(error));
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.evaluate(([name, text, schema]) => window.open_document(name, text, schema), [name, text, schema]);
  await page.waitForFunction(() => window.markers().length > 0, null, { timeout: 60_000 });
  await act(page);
  await page.waitForTimeout(1500);
  console.log(picture, await page.evaluate(() => window.markers().map((one) => one.message)));
  await page.screenshot({ path: `../${picture}`, clip: { x: 0, y: 0, width: size.width, height: size.height - 50 } });
  await page.close();
}

const yaml = `clientkit: "1"
client: {id: harbor, name: Harbor Museum, timezone: Europe/Berlin}
people:
  - {id: director, title: Museum director, roles: [sponsor]}
scope:
  id: harbor-web
  title: New web site for Harbor Museum
  prize: 84000.00 EUR
  deliverables:
    - id: design
      title: Page designs
      kind: product
      `;
await shoot("editor-yaml.png", { width: 900, height: 500 }, "client-plan.yaml", yaml, async (page) => {
  await page.evaluate(() => {
    const end = window.editor.getModel().getFullModelRange().getEndPosition();
    window.editor.setPosition(end);
    window.editor.focus();
    window.editor.trigger("test", "editor.action.triggerSuggest", {});
  });
  await page.locator(".suggest-widget .monaco-list-row").first().waitFor();
  for (let step = 0; step < 3; step += 1) await page.keyboard.press("ArrowDown");
  if (!(await page.locator(".suggest-details").isVisible())) await page.keyboard.press("Control+Space");
});

const json = `{
  "$schema": "./client-plan.schema.json",
  "clientkit": "1",
  "client": {"id": "harbor", "name": "Harbor Museum", "timezone": "Europe/Berlin"},
  "scope": {
    "id": "harbor-web",
    "title": "New web site for Harbor Museum",
    "price": "84,000 EUR",
    "price_basis": "fixed"
  }
}
`;
await shoot("editor-json.png", { width: 900, height: 350 }, "client-plan.json", json, async (page) => {
  await page.getByText('"84,000 EUR"').hover();
  await page.locator(".monaco-hover .hover-row").first().waitFor();
});

await browser.close();
server.close();
