import { monitorEventLoopDelay } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import type { ToolOutcome } from '../ports-tools';
import { createSender } from './guarded-request';
import { createScriptTool } from './script-tool';
import workerPath from './script-worker?modulePath';
import { MACHINE_TIME, NO_SECRETS, runWith } from './tools.fixture';

const execute = createScriptTool({ workerPath, clock: MACHINE_TIME, send: createSender(), readSecret: NO_SECRETS });

const LIMIT_MS = 300;
/** A script that ends by itself has this long. */
const LONG_MS = 10_000;
const LOOK_EVERY_MS = 5;
const KILLED_WITHIN_MS = 100;
const LONGEST_STALL_MS = 20;
const MAX_TRIES = 20;

/** What would hold up or fill up this machine. */
const BOMBS: readonly (readonly [name: string, code: string, failure: string])[] = [
  ['an endless loop', 'while (true);', 'timed-out'],
  ['an endless loop that catches everything', 'while (true) { try { while (true); } catch {} }', 'timed-out'],
  ['an endless loop in finally', 'try { while (true); } finally { while (true); }', 'timed-out'],
  ['endless jobs', 'const again = () => Promise.resolve().then(again); await again()', 'failed'],
  ['an endless async loop', 'while (true) await null', 'timed-out'],
  ['a pattern that backtracks', 'return /^(a+)+$/.test("a".repeat(40) + "!")', 'timed-out'],
  ['an endless getter in the answer', 'return { get a() { while (true); } }', 'timed-out'],
  ['an endless toJSON', 'return { toJSON() { while (true); } }', 'timed-out'],
  ['an endless sort', '[3, 2, 1].sort(() => { while (true); })', 'timed-out'],
  ['four gigabytes at once', 'return new ArrayBuffer(4 * 1024 ** 3).byteLength', 'failed'],
  ['an array that grows', 'const a = []; while (true) a.push(new Array(1000).fill(1))', 'either'],
  ['a text that doubles', 'let s = "x"; while (true) s += s', 'failed'],
  ['a text repeated', 'return "x".repeat(2 ** 30)', 'failed'],
  [
    'memory asked for while out of memory',
    'const a = []; while (true) { try { a.push("x".repeat(1e6) + a.length) } catch {} }',
    'timed-out',
  ],
  ['recursion without end', 'const f = () => f() + 1; return f()', 'failed'],
  ['an answer too large', 'return "x".repeat(100000)', 'too-large'],
  ['blocking its thread', 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)', 'failed'],
  ['waiting for nothing', 'await new Promise(() => {})', 'failed'],
  ['nested JSON', 'let a = []; for (let i = 0; i < 1e5; i++) a = [a]; return JSON.stringify(a)', 'failed'],
];

interface Course {
  readonly outcome: ToolOutcome;
  /** After the limit. */
  readonly overMs: number;
  /** How long this thread did nothing else. */
  readonly stalledMs: number;
}

async function courseOf(code: string, timeoutMs: number): Promise<Course> {
  const delays = monitorEventLoopDelay({ resolution: LOOK_EVERY_MS });
  let begunMs = Number.NaN;
  const say = (): void => {
    if (Number.isNaN(begunMs)) begunMs = performance.now();
  };
  const tool = { kind: 'script', name: 'bomb', description: '', parameters: {}, timeoutMs } as const;
  delays.enable();
  const outcome = await runWith(execute, { ...tool, code: `console.log("begun"); ${code}` }, '{}', { say });
  const overMs = performance.now() - begunMs - timeoutMs;
  delays.disable();
  return { outcome, overMs, stalledMs: delays.max / 1e6 - LOOK_EVERY_MS };
}

describe('what a script cannot do to this machine', () => {
  it.each(BOMBS)('%s', { timeout: 60_000 }, async (_name, code, failure) => {
    const course = await courseOf(code, failure === 'failed' ? LONG_MS : LIMIT_MS);
    // Near its memory limit the engine may be busier with tidying up than its time allows.
    if (failure === 'either') expect(course.outcome.ok).toBe(false);
    else expect(course.outcome).toMatchObject({ ok: false, failure });
    const isTimed = !course.outcome.ok && course.outcome.failure === 'timed-out';
    // A machine that is busy with something else adds to both, and takes nothing away: the least of some tries is what is so.
    let overMs = isTimed ? course.overMs : 0;
    let { stalledMs } = course;
    for (let tries = 1; tries < MAX_TRIES && (overMs > KILLED_WITHIN_MS || stalledMs > LONGEST_STALL_MS); tries++) {
      const again = await courseOf(code, isTimed ? LIMIT_MS : LONG_MS);
      overMs = Math.min(overMs, again.overMs);
      stalledMs = Math.min(stalledMs, again.stalledMs);
    }
    expect(overMs).toBeLessThanOrEqual(KILLED_WITHIN_MS);
    expect(stalledMs).toBeLessThanOrEqual(LONGEST_STALL_MS);
  });
});
