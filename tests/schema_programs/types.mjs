// TypeScript types of every schema, with the definitions named as the schemas name them.
// Usage: node types.mjs SCHEMA_FOLDER TARGET_FOLDER

import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compile } from "json-schema-to-typescript";

const [folder, target] = process.argv.slice(2);
mkdirSync(target, { recursive: true });
const ending = ".schema.json";
for (const file of readdirSync(folder).filter((name) => name.endsWith(ending))) {
  const schema = JSON.parse(readFileSync(join(folder, file), "utf8"));
  const names = new Set([schema.title, ...Object.keys(schema.$defs ?? {})]);
  // Lists with a largest length would otherwise become unions of tuples.
  const text = await compile(schema, schema.title, { ignoreMinAndMaxItems: true });
  const exported = [...text.matchAll(/^export (?:interface|type) (\w+)/gm)].map((found) => found[1]);
  const twins = exported.filter((name) => !names.has(name));
  const missing = [...names].filter((name) => !exported.includes(name));
  if (twins.length > 0 || missing.length > 0) {
    console.error(`${file}: types ${twins} are too many, ${missing} are missing`);
    process.exit(1);
  }
  writeFileSync(join(target, file.replace(ending, ".ts")), text);
}
