import { describe, expect, it } from 'vitest';
import type { ToolOutcome } from '../ports-tools';
import { createSender } from './guarded-request';
import { createScriptTool } from './script-tool';
import workerPath from './script-worker?modulePath';
import { NO_SECRETS, runWith, SHORT_DEADLINES } from './tools.fixture';

const execute = createScriptTool({ workerPath, clock: SHORT_DEADLINES, send: createSender(), readSecret: NO_SECRETS });

const LIMIT_MS = 300;
/** A script that ends by itself has this long, and little memory, so that what fills it does so soon on any machine. */
const LONG_MS = 10_000;
const MEMORY_MB = 4;

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
  ['nested JSON', 'let a = []; for (let i = 0; i < 1e5; i++) a = [a]; return JSON.stringify(a)', 'either'],
];

interface Course {
  readonly outcome: ToolOutcome;
  /** Turns of this thread's event loop while the script was started and ran. */
  readonly turns: number;
}

/** Runs a script; this thread turns its loop all the while, as it does for a call. */
async function courseOf(code: string, timeoutMs: number): Promise<Course> {
  const tool = {
    kind: 'script',
    name: 'bomb',
    description: '',
    parameters: {},
    timeoutMs,
    memoryMb: MEMORY_MB,
  } as const;
  const course = { isOver: false };
  const running = runWith(execute, { ...tool, code });
  void running.then(() => (course.isOver = true));
  let turns = 0;
  for (; !course.isOver; turns += 1) await new Promise((resolve) => setImmediate(resolve));
  return { outcome: await running, turns };
}

describe('what a script cannot do to this machine', () => {
  it.each(BOMBS)('%s', async (_name, code, failure) => {
    const { outcome, turns } = await courseOf(
      code,
      failure === 'failed' || failure === 'too-large' ? LONG_MS : LIMIT_MS,
    );
    // Near its memory limit, or with a deep answer, the engine may be busier with tidying up than its time allows.
    if (failure === 'either') expect(outcome.ok).toBe(false);
    else expect(outcome).toMatchObject({ ok: false, failure });
    // A thread that ran the script itself would have seen one turn or two.
    expect(turns).toBeGreaterThan(10);
  });
});
