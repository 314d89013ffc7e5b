/**
 * Preloaded into the product: its heap is full of live objects and garbage, and a finalization registry is left to clean up at
 * whatever moment the process ends.
 */
const LIVE_OBJECTS = 400_000;
const GARBAGE_EVERY_MS = 20;
const GARBAGE_OBJECTS = 5000;

const kept = Array.from({ length: LIVE_OBJECTS }, (_, index) => ({ index, text: String(index) }));
const registry = new FinalizationRegistry(leaveSomethingToClean);

/** Registers an object that is garbage at once, and enough of it for collections to follow. */
function leaveSomethingToClean(): void {
  registry.register({}, 'gone');
  replace(LIVE_OBJECTS);
}

function replace(count: number): void {
  for (let made = 0; made < count; made += 1) kept[made % kept.length] = { index: made, text: `new ${String(made)}` };
}

setInterval(() => {
  registry.register({}, 'gone');
  replace(GARBAGE_OBJECTS);
}, GARBAGE_EVERY_MS).unref();
process.once('exit', leaveSomethingToClean);
