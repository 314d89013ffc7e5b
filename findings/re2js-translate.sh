#!/usr/bin/env bash
# RE2JS.translateRegExp() turns JavaScript patterns into RE2 patterns that compile and mean something else.
#
# Package:  re2js 2.10.0.
# Guess:    translateRegExp() yields a pattern with the same matches, or throws for what RE2 does not have.
# Seen:     a named back reference becomes the letter k and literal text: ^(?<a>x)\k<a>$ refuses xx and takes xk<a>, without an
#           error, although the library refuses the numbered form ^(x)\1$. The named group is translated, the reference to it
#           only half. And \s stays ASCII: a no-break space (U+00A0), which JavaScript's \s takes, is refused.
# Remedy:   look at the tokens before translating: refuse \k, and write \s and \S out as the class JavaScript means.
#
# Exits 0 while all this is so, and 1 when it is not.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{ "private": true }' > package.json
npm install --ignore-scripts --no-audit --no-fund --save-exact --loglevel=error re2js@2.10.0

cat > try.cjs <<'JS'
const { RE2JS } = require('re2js');

const OWN = String.raw;

function inRe2(source, text) {
  try {
    return String(RE2JS.compile(RE2JS.translateRegExp(source)).test(text));
  } catch {
    return 'refused';
  }
}

/** [what, pattern, text, what JavaScript says, what re2js says as recorded] */
const TRIES = [
  ['a named back reference', OWN`^(?<a>x)\k<a>$`, 'xx', 'true', 'false'],
  ['the same, spelled out', OWN`^(?<a>x)\k<a>$`, 'xk<a>', 'false', 'true'],
  ['a numbered back reference', OWN`^(x)\1$`, 'xx', 'true', 'refused'],
  ['a no-break space', OWN`^\s$`, '\u00a0', 'true', 'false'],
  ['the same, written out', OWN`^[\t-\r \u00a0]$`, '\u00a0', 'true', 'true'],
];

let isAsRecorded = true;
for (const [what, source, text, expected, recorded] of TRIES) {
  const inJavaScript = String(new RegExp(source, 'u').test(text));
  const seen = inRe2(source, text);
  console.log(`${what}: ${source} on ${JSON.stringify(text)} is ${inJavaScript} in JavaScript, ${seen} in re2js`);
  isAsRecorded &&= inJavaScript === expected && seen === recorded;
}
console.log(`${TRIES[0][1]} was translated to ${RE2JS.translateRegExp(TRIES[0][1])}`);
console.log(isAsRecorded ? 'As recorded.' : 'NOT as recorded.');
process.exitCode = isAsRecorded ? 0 : 1;
JS
node try.cjs
