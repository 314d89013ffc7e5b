#!/usr/bin/env bash
# A validator that Ajv compiled throws a TypeError over valid JSON, instead of saying that it is valid.
#
# Packages: ajv 8.20.0 (its classes for 2019-09, 2020-12 and draft-07), @cfworker/json-schema 4.1.6 as a second opinion.
# Guess:    a compiled schema answers true or false for every JSON value; what can go wrong goes wrong in `compile`.
# Seen:     extensions as an OpenAPI document has them: any `x-…` may be there. Beside that, `anyOf` says "a number in
#           x-rate, or whatever". { "x-rate": 1 } is valid; { "x-rate": "low" }, just as valid, throws
#           "Cannot set properties of undefined (setting 'x-rate')". It compiles without a word in strict mode.
# Cause:    these two classes keep a set of the properties seen, for `unevaluatedProperties`, even where no schema uses
#           it. An alternative that names a property and fails leaves the variable undefined, and the pattern writes
#           into it all the same.
# Also:     the order of the alternatives does not matter, and neither does `unevaluatedProperties`. The class of
#           draft-07 keeps no set, and answers. So does the same schema with the pattern in an `allOf` of its own.
# Remedy:   treat a throw of a compiled validator as no answer, and not as a fault of one's own; or the `allOf`.
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
const { Ajv2019 } = require('ajv/dist/2019');
const { Ajv2020 } = require('ajv/dist/2020');
const { Validator } = require('@cfworker/json-schema');

const VALUES = [{ 'x-rate': 1 }, { 'x-rate': 'low' }, {}];
const pattern = { patternProperties: { '^x-': {} } };
const number = { type: 'object', properties: { 'x-rate': { type: 'number' } } };
const closed = { unevaluatedProperties: false };

const beside = { type: 'object', ...pattern, anyOf: [true, number], ...closed };
const turned = { type: 'object', ...pattern, anyOf: [number, true], ...closed };
const open = { type: 'object', ...pattern, anyOf: [true, number] };
const apart = { type: 'object', allOf: [{ type: 'object', ...pattern }], anyOf: [true, number], ...closed };

const answers = (validate) =>
  VALUES.map((value) => {
    try {
      return validate(value);
    } catch (error) {
      return error.name;
    }
  });
const ajv = (Class, schema) => answers(new Class({ logger: false }).compile(schema));
const cfworker = (schema) => answers((value) => new Validator(schema, '2020-12').validate(value).valid);

const throws = [true, 'TypeError', true];
const valid = [true, true, true];
const expected = [
  ['2020-12', ajv(Ajv2020, beside), throws],
  ['2019-09', ajv(Ajv2019, beside), throws],
  ['alternatives the other way round', ajv(Ajv2020, turned), throws],
  ['without unevaluatedProperties', ajv(Ajv2020, open), throws],
  ['draft-07', ajv(Ajv, open), valid],
  ['the pattern apart', ajv(Ajv2020, apart), valid],
  ['@cfworker/json-schema', cfworker(beside), valid],
];
for (const [what, seen, wanted] of expected) {
  const isSo = JSON.stringify(seen) === JSON.stringify(wanted);
  console.log(isSo ? 'so  ' : 'NOT ', what, JSON.stringify(seen));
  if (!isSo) process.exitCode = 1;
}
JS
node try.cjs
