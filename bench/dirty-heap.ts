import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Preloaded into the product: its heap is full of live objects and garbage, and a finalization registry is left to clean up at
 * whatever moment the process ends.
 */
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const LIVE_OBJECTS = 400_000;
const GARBAGE_EVERY_MS = 20;
const GARBAGE_OBJECTS = 5000;

const kept = Array.from({ length: LIVE_OBJECTS }, (_, index) => ({ index, text: String(index) }));
const registry = new FinalizationRegistry(leaveSomethingToClean);

function leaveSomethingToClean(): void {
  registry.register({}, 'gone');
  collect();
}

setInterval(() => {
  for (let made = 0; made < GARBAGE_OBJECTS; made += 1)
    kept[made % kept.length] = { index: made, text: `new ${String(made)}` };
}, GARBAGE_EVERY_MS).unref();
process.once('exit', leaveSomethingToClean);
