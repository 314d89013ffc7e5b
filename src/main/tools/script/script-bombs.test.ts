import { describe, expect, it } from 'vitest';
import type { ToolOutcome } from '../../ports/ports-tools';
import { createSender } from '../http/guarded-request';
import { BOMBS } from './script-bombs.fixture';
import { createScriptTool } from './script-tool';
import workerPath from './script-worker?modulePath';
import { NO_SECRETS, runWith, SHORT_DEADLINES } from '../tools.fixture';

const LIMIT_MS = 300;
/** Longest delay in ms between a script's limit and the end of its thread. */
const KILLED_WITHIN_MS = 100;
/** Time in ms for a script that ends by itself. Its memory is small, so that one that fills it fails soon on any machine. */
const LONG_MS = 10_000;
const MEMORY_MB = 4;

interface Course {
  readonly outcome: ToolOutcome;
  /** Turns of this thread's event loop while the script was started and ran. */
  readonly turns: number;
  /** The last deadline requested, which is the one of the script's own thread. */
  readonly deadlineMs: number;
}

/** Runs a script while this thread turns its loop, as it does during a call. */
async function courseOf(code: string, timeoutMs: number): Promise<Course> {
  const tool = {
    kind: 'script',
    name: 'bomb',
    description: '',
    parameters: {},
    timeoutMs,
    memoryMb: MEMORY_MB,
  } as const;
  const course = { isOver: false, deadlineMs: 0 };
  const clock = {
    after: (delayMs: number, run: () => void) => {
      course.deadlineMs = delayMs;
      return SHORT_DEADLINES.after(delayMs, run);
    },
  };
  const execute = createScriptTool({ workerPath, clock, send: createSender(), readSecret: NO_SECRETS });
  const running = runWith(execute, { ...tool, code });
  void running.then(() => (course.isOver = true));
  let turns = 0;
  for (; !course.isOver; turns += 1) await new Promise((resolve) => setImmediate(resolve));
  return { outcome: await running, turns, deadlineMs: course.deadlineMs };
}

describe('what a script cannot do to this machine', () => {
  it.each(BOMBS)('$name', async ({ code, failure }) => {
    const limitMs = failure === 'failed' || failure === 'too-large' ? LONG_MS : LIMIT_MS;
    const { outcome, turns, deadlineMs } = await courseOf(code, limitMs);
    // Near its memory limit, or with a deep answer, the engine may clean up for longer than its time allows.
    if (failure === 'either') expect(outcome.ok).toBe(false);
    else expect(outcome).toMatchObject({ ok: false, failure });
    expect(deadlineMs).toBeLessThanOrEqual(limitMs + KILLED_WITHIN_MS);
    // A thread that ran the script itself would have seen one or two turns.
    expect(turns).toBeGreaterThan(10);
  });
});
