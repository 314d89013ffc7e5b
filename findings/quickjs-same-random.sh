#!/usr/bin/env bash
# Two QuickJS engines that start in the same millisecond draw the same Math.random() numbers, in the same order, for ever.
#
# Packages: quickjs-emscripten-core 0.32.0, @jitl/quickjs-singlefile-cjs-release-sync 0.32.0 (Bellard's QuickJS),
#           @jitl/quickjs-ng-wasmfile-release-sync 0.32.0 (quickjs-ng).
# Guess:    a fresh context has random numbers of its own; at worst two share one value by chance, once in 2^52.
# Seen:     every pair of contexts made within one millisecond agrees on all 500 numbers compared, although each context
#           lives in a WebAssembly module of its own. Pairs made in different milliseconds agree on none.
# Cause:    a context seeds its generator once, from the clock in microseconds. In WebAssembly that clock comes from
#           Date.now(), so its last three digits are always 000. Held still, it gives one sequence to all contexts.
# Remedy:   the host replaces Math.random before the script runs. The last line of each engine shows that it works.
#
# Exits 0 while all this is so, 1 when it is not, and 2 when this machine was too slow to start two engines in 1 ms.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{ "private": true }' > package.json
npm install --ignore-scripts --no-audit --no-fund --save-exact --loglevel=error \
  quickjs-emscripten-core@0.32.0 \
  @jitl/quickjs-singlefile-cjs-release-sync@0.32.0 \
  @jitl/quickjs-ng-wasmfile-release-sync@0.32.0

cat > try.cjs <<'JS'
const { newQuickJSWASMModuleFromVariant } = require('quickjs-emscripten-core');

const ENGINES = ['@jitl/quickjs-singlefile-cjs-release-sync', '@jitl/quickjs-ng-wasmfile-release-sync'];
const PAIRS = 10;
const GIVE_UP_AFTER_MS = 30_000;
const NUMBERS = 'Array.from({ length: 500 }, () => Math.random()).join()';

const draw = (context) => context.unwrapResult(context.evalCode(NUMBERS)).consume((text) => context.getString(text));

function drawAndDispose(context) {
  const numbers = draw(context);
  context.dispose();
  return numbers;
}

async function tryEngine(name) {
  const { default: variant } = require(name);
  // Two modules share no memory, as two worker threads of one process share none.
  const first = await newQuickJSWASMModuleFromVariant(variant);
  const second = await newQuickJSWASMModuleFromVariant(variant);

  const seen = { together: 0, togetherEqual: 0, apart: 0, apartEqual: 0 };
  const startedAt = Date.now();
  while (seen.together < PAIRS || seen.apart < PAIRS) {
    if (Date.now() - startedAt > GIVE_UP_AFTER_MS) return { name, tooSlow: true };
    // Every second pair waits for the next millisecond in between.
    const waits = seen.apart < seen.together;
    const before = Date.now();
    const a = first.newContext();
    const between = Date.now();
    while (waits && Date.now() <= between + 1);
    const start = Date.now();
    const b = second.newContext();
    const after = Date.now();
    const isEqual = drawAndDispose(a) === drawAndDispose(b);
    if (before === after) {
      seen.together += 1;
      if (isEqual) seen.togetherEqual += 1;
    } else if (start > between) {
      seen.apart += 1;
      if (isEqual) seen.apartEqual += 1;
    }
  }

  const clock = Date.now;
  const stillAt = clock();
  Date.now = () => stillAt;
  const held = drawAndDispose(first.newContext());
  await new Promise((resolve) => setTimeout(resolve, 30));
  const heldLater = drawAndDispose(second.newContext());

  const mended = [first, second].map((module) => {
    const context = module.newContext();
    const random = context.newFunction('random', () => context.newNumber(Math.random()));
    context.getProp(context.global, 'Math').consume((math) => context.setProp(math, 'random', random));
    random.dispose();
    return drawAndDispose(context);
  });
  Date.now = clock;
  return { name, ...seen, heldEqual: held === heldLater, mendedEqual: mended[0] === mended[1] };
}

void (async () => {
  let code = 0;
  for (const name of ENGINES) {
    const seen = await tryEngine(name);
    console.log(`${name} 0.32.0`);
    if (seen.tooSlow) {
      console.log('  too slow to start enough engines within one millisecond');
      code = Math.max(code, 2);
      continue;
    }
    console.log(`  pairs made within one millisecond: ${seen.together}, all 500 numbers equal in ${seen.togetherEqual}`);
    console.log(`  pairs made in different milliseconds: ${seen.apart}, all 500 numbers equal in ${seen.apartEqual}`);
    console.log(`  made 30 ms apart with Date.now() held still: ${seen.heldEqual ? 'equal' : 'different'}`);
    console.log(`  the same, with Math.random given by the host: ${seen.mendedEqual ? 'equal' : 'different'}`);
    const asRecorded =
      seen.togetherEqual === seen.together && seen.apartEqual === 0 && seen.heldEqual && !seen.mendedEqual;
    if (!asRecorded) code = 1;
    if (code === 1) break;
  }
  console.log(code === 0 ? 'As recorded.' : 'NOT as recorded.');
  process.exitCode = code;
})();
JS
node try.cjs
