#!/bin/sh
# Runs the JSON Schemas through programs that nobody here wrote: ajv in strict mode, and TypeScript
# by way of json-schema-to-typescript. Needs node 20, npm and its registry; leaves nothing behind.
# Usage: [PYTHON=python3] run.sh
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$(dirname "$here")")
schemas="$root/src/clientkit/documents/schemas/v1"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cp "$here/package.json" "$here/package-lock.json" "$here/.npmrc" "$here"/*.mjs "$here/plan.ts" "$work"
PYTHONPATH="$root/src:$root/tests/documents${PYTHONPATH:+:$PYTHONPATH}" \
    "${PYTHON:-python3}" "$here/documents.py" "$work/documents.jsonl"
cd "$work"
npm ci --silent
node validate.mjs "$schemas" documents.jsonl
node types.mjs "$schemas" types
npx --no-install tsc --strict --noEmit --noUnusedLocals --target es2022 --module esnext \
    --moduleResolution bundler --skipLibCheck false --types "" plan.ts types/*.ts
echo "typescript: $(ls types | wc -l) files of types compile"
