// ajv in strict mode: every schema compiles, and every document gets the verdict that it should.
// Usage: node validate.mjs SCHEMA_FOLDER DOCUMENTS.jsonl

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const [folder, documents] = process.argv.slice(2);
const refuse = (message) => {
  throw new Error(message);
};
const ajv = new Ajv2020.default({
  strict: true,
  strictRequired: true,
  strictTypes: true,
  validateFormats: true,
  logger: { log: refuse, warn: refuse, error: refuse },
});
addFormats.default(ajv);

const ending = ".schema.json";
const validators = new Map();
for (const file of readdirSync(folder).filter((name) => name.endsWith(ending))) {
  const schema = JSON.parse(readFileSync(join(folder, file), "utf8"));
  validators.set(file.slice(0, -ending.length), ajv.compile(schema));
}

let count = 0;
const wrong = [];
for (const line of readFileSync(documents, "utf8").split("\n").filter(Boolean)) {
  const { name, schema, valid, document } = JSON.parse(line);
  const validate = validators.get(schema);
  count += 1;
  if (validate(document) !== valid) {
    wrong.push(`${name}: expected ${valid}; ajv says ${JSON.stringify(validate.errors)}`);
  }
}
console.log(`ajv: ${validators.size} schemas, ${count} documents, ${wrong.length} unexpected verdicts`);
if (validators.size === 0 || count === 0 || wrong.length > 0) {
  console.error(wrong.slice(0, 20).join("\n"));
  process.exit(1);
}
