#!/usr/bin/env bash
# Ajv refuses or takes the same valid rows depending on which row comes first, when a tuple stands beside `contains`.
#
# Packages: ajv 8.20.0 (its classes for draft-07 and 2020-12), @cfworker/json-schema 4.1.6 as a second opinion.
# Guess:    rows are judged one by one, so their order cannot matter, and [] never satisfies `contains`.
# Seen:     the schema says that no row is a tuple of texts that contains "9". [["1"], []] is valid, [[], ["1"]] is not,
#           and neither is [[]]. All three are valid by the specification, and for @cfworker/json-schema.
# Cause:    the compiled check of a tuple sets a variable for the positions that the row has, and the code of `contains`
#           reads it. It belongs to the whole function: in a loop it still holds the answer for the row before.
# Also:     `allErrors: true` does not help under `not`. It is the same for `items: [...]` of draft-07.
#           `strictTuples: true` refuses the schema; its default, "log", only prints a line.
# Remedy:   `contains` and the tuple in two branches of an `allOf`, or a `minItems` of the tuple's length.
#
# Exits 0 while all this is so, and 1 when it is not.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{ "private": true }' > package.json
npm install --ignore-scripts --no-audit --no-fund --save-exact --loglevel=error \
  ajv@8.20.0 @cfworker/json-schema@4.1.6

cat > try.cjs <<'JS'
const { Ajv } = require('ajv');
const { Ajv2020 } = require('ajv/dist/2020');
const { Validator } = require('@cfworker/json-schema');

const ROWS = [[['1'], []], [[], ['1']], [[]]];
const text = { type: 'string' };
const nine = { contains: { const: '9' } };
const rowsThatAreNot = (row) => ({ type: 'array', items: { type: 'array', not: { type: 'array', ...row } } });

const tuple2020 = rowsThatAreNot({ prefixItems: [text], ...nine });
const tuple07 = rowsThatAreNot({ items: [text], ...nine });
const apart = rowsThatAreNot({ allOf: [{ type: 'array', prefixItems: [text] }, { type: 'array', ...nine }] });
const withMinItems = rowsThatAreNot({ minItems: 1, prefixItems: [text], ...nine });

const ajv = (Class, schema, options = {}) => {
  const validate = new Class({ logger: false, ...options }).compile(schema);
  return (rows) => validate(rows);
};
const cfworker = (schema, draft) => {
  const validator = new Validator(schema, draft);
  return (rows) => validator.validate(rows).valid;
};

const valid = [true, true, true];
const bySurprise = [true, false, false];
const CASES = [
  ['ajv, 2020-12', ajv(Ajv2020, tuple2020), bySurprise],
  ['ajv, 2020-12, allErrors', ajv(Ajv2020, tuple2020, { allErrors: true }), bySurprise],
  ['ajv, draft-07', ajv(Ajv, tuple07), bySurprise],
  ['@cfworker/json-schema, 2020-12', cfworker(tuple2020, '2020-12'), valid],
  ['@cfworker/json-schema, draft-07', cfworker(tuple07, '7'), valid],
  ['ajv, 2020-12, in two branches', ajv(Ajv2020, apart), valid],
  ['ajv, 2020-12, with minItems', ajv(Ajv2020, withMinItems), valid],
];

console.log(`${''.padEnd(34)}${ROWS.map((rows) => JSON.stringify(rows).padEnd(12)).join('')}`);
let asRecorded = true;
for (const [name, isValid, recorded] of CASES) {
  const answers = ROWS.map(isValid);
  console.log(`${name.padEnd(34)}${answers.map((answer) => (answer ? 'valid' : 'REFUSED').padEnd(12)).join('')}`);
  asRecorded &&= answers.every((answer, index) => answer === recorded[index]);
}
console.log(asRecorded ? 'As recorded.' : 'NOT as recorded.');
process.exitCode = asRecorded ? 0 : 1;
JS
node try.cjs
