import { describe, expect, it } from 'vitest';
import type { ToolOutcome } from '../ports-tools';
import { createSender } from './guarded-request';
import { BOMBS } from './script-bombs.fixture';
import { createScriptTool } from './script-tool';
import workerPath from './script-worker?modulePath';
import { NO_SECRETS, runWith, SHORT_DEADLINES } from './tools.fixture';

const execute = createScriptTool({ workerPath, clock: SHORT_DEADLINES, send: createSender(), readSecret: NO_SECRETS });

const LIMIT_MS = 300;
/** A script that ends by itself has this long, and little memory, so that what fills it does so soon on any machine. */
const LONG_MS = 10_000;
const MEMORY_MB = 4;

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
  it.each(BOMBS)('$name', async ({ code, failure }) => {
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
