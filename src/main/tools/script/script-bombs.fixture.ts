/** Outcome of a bomb. `either`: the engine may be busy cleaning up until its time is over, or fail before. */
export type BombOutcome = 'timed-out' | 'failed' | 'too-large' | 'either';

/** A script that tries to stall this machine or fill its memory. */
export interface Bomb {
  readonly name: string;
  readonly code: string;
  readonly failure: BombOutcome;
}

/** All known bombs. */
export const BOMBS: readonly Bomb[] = [
  { name: 'an endless loop', code: 'while (true);', failure: 'timed-out' },
  {
    name: 'an endless loop that catches everything',
    code: 'while (true) { try { while (true); } catch {} }',
    failure: 'timed-out',
  },
  { name: 'an endless loop in finally', code: 'try { while (true); } finally { while (true); }', failure: 'timed-out' },
  { name: 'endless jobs', code: 'const again = () => Promise.resolve().then(again); await again()', failure: 'failed' },
  { name: 'an endless async loop', code: 'while (true) await null', failure: 'timed-out' },
  { name: 'a pattern that backtracks', code: 'return /^(a+)+$/.test("a".repeat(40) + "!")', failure: 'timed-out' },
  { name: 'an endless getter in the answer', code: 'return { get a() { while (true); } }', failure: 'timed-out' },
  { name: 'an endless toJSON', code: 'return { toJSON() { while (true); } }', failure: 'timed-out' },
  { name: 'an endless sort', code: '[3, 2, 1].sort(() => { while (true); })', failure: 'timed-out' },
  { name: 'four gigabytes at once', code: 'return new ArrayBuffer(4 * 1024 ** 3).byteLength', failure: 'failed' },
  {
    name: 'an array that grows',
    code: 'const a = []; while (true) a.push(new Array(1000).fill(1))',
    failure: 'either',
  },
  { name: 'a text that doubles', code: 'let s = "x"; while (true) s += s', failure: 'failed' },
  { name: 'a text repeated', code: 'return "x".repeat(2 ** 30)', failure: 'failed' },
  {
    name: 'memory asked for while out of memory',
    code: 'const a = []; while (true) { try { a.push("x".repeat(1e6) + a.length) } catch {} }',
    failure: 'timed-out',
  },
  { name: 'recursion without end', code: 'const f = () => f() + 1; return f()', failure: 'failed' },
  { name: 'an answer too large', code: 'return "x".repeat(100000)', failure: 'too-large' },
  {
    name: 'blocking its thread',
    code: 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)',
    failure: 'failed',
  },
  { name: 'waiting for nothing', code: 'await new Promise(() => {})', failure: 'failed' },
  {
    name: 'nested JSON',
    code: 'let a = []; for (let i = 0; i < 1e5; i++) a = [a]; return JSON.stringify(a)',
    failure: 'either',
  },
];
