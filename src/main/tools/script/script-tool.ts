import { Worker } from 'node:worker_threads';
import { DEFAULT_SCRIPT_MEMORY_MB } from '../../../shared/tool/tool';
import type { Clock } from '../../ports/ports';
import type { ReadToolSecret } from '../../ports/ports-keys';
import type { ToolOutcome } from '../../ports/ports-tools';
import type { SendRequest } from '../http/guarded-request';
import { DEADLINE_MS } from '../http/http-tool';
import { failed, outcomeOfError } from '../tool-error';
import type { ToolExecutor, ToolRun } from '../tool-runner';
import { ScriptFetches } from './script-fetch';
import type { FromScriptThread, ScriptFailure, ScriptThreadData, ToScriptThread } from './script-messages';

/** Time limit in ms for a thread to load the engine. A machine that is busy with calls may take seconds for it. */
const START_LIMIT_MS = 30_000;
/**
 * Time in ms after a script's limit when its thread is ended. The engine should have stopped the script at the limit itself.
 */
const GRACE_MS = 30;
const MAX_SCRIPTS_AT_ONCE = 16;
/** Memory of the thread around the engine, in MB. The engine keeps its own count of the script's memory. */
const THREAD_MEMORY_MB = 64;

const DETAILS: Readonly<Record<Exclude<ScriptFailure, 'threw'>, string>> = {
  'out-of-time': 'The script did not end in time',
  'out-of-memory': 'The script used more memory than it may',
  'too-large': 'The script answered with too much text',
  'never-ends': 'The script waits for something that never comes',
};

interface ScriptToolParts {
  /** The bundled script-worker.ts. */
  readonly workerPath: string;
  readonly clock: Pick<Clock, 'after'>;
  readonly send: SendRequest;
  readonly readSecret: ReadToolSecret;
}

/** Creates the executor of script tools. Each run gets a thread and an engine of its own, which are gone afterwards. */
export function createScriptTool(parts: ScriptToolParts): ToolExecutor<'script'> {
  let running = 0;
  return async (run) => {
    if (running >= MAX_SCRIPTS_AT_ONCE) return failed('failed', 'Too many scripts are running already');
    running += 1;
    try {
      return await new ScriptRun(parts, run).outcome;
    } catch {
      return failed('failed', 'The sandbox could not be started');
    } finally {
      running -= 1;
    }
  };
}

/** One run of a script. Its outcome comes when its thread has ended. */
class ScriptRun {
  readonly outcome: Promise<ToolOutcome>;
  private readonly worker: Worker;
  private readonly fetches: ScriptFetches;
  private readonly abort = new AbortController();
  private readonly limitMs: number;
  private settle: (outcome: ToolOutcome) => void = () => undefined;
  private stopTimer: () => void;

  constructor(
    private readonly parts: ScriptToolParts,
    private readonly run: ToolRun<'script'>,
  ) {
    const { tool, argumentsJson, signal } = run;
    this.limitMs = Math.min(tool.timeoutMs, DEADLINE_MS);
    this.fetches = new ScriptFetches(tool, parts.send, parts.readSecret);
    const workerData: ScriptThreadData = {
      code: tool.code,
      argumentsJson,
      memoryBytes: (tool.memoryMb ?? DEFAULT_SCRIPT_MEMORY_MB) * 1024 * 1024,
      limitMs: this.limitMs,
    };
    this.worker = new Worker(parts.workerPath, {
      workerData,
      name: 'script',
      env: {},
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: THREAD_MEMORY_MB, maxYoungGenerationSizeMb: 16 },
    });
    this.stopTimer = parts.clock.after(START_LIMIT_MS, () => this.end(failed('failed', 'The sandbox did not start')));
    this.outcome = new Promise((resolve) => (this.settle = resolve));
    const onAbort = (): void => this.end(failed('timed-out', DETAILS['out-of-time']));
    signal.addEventListener('abort', onAbort);
    void this.outcome.then(() => signal.removeEventListener('abort', onAbort));
    if (signal.aborted) onAbort();
    this.worker.on('message', (message: FromScriptThread) => this.heard(message));
    this.worker.on('error', () => this.end(failed('failed', 'The script broke its sandbox')));
    this.worker.on('exit', () => this.end(failed('failed', 'The script broke its sandbox')));
  }

  private heard(message: FromScriptThread): void {
    switch (message.kind) {
      case 'ready':
        this.stopTimer();
        this.stopTimer = this.parts.clock.after(this.limitMs + GRACE_MS, () =>
          this.end(failed('timed-out', DETAILS['out-of-time'])),
        );
        return;
      case 'log':
        this.run.say(this.fetches.redacted(message.line));
        return;
      case 'fetch':
        void this.fetch(message);
        return;
      case 'answered':
        this.end({ ok: true, output: this.fetches.redacted(message.output) });
        return;
      case 'failed':
        this.end(outcomeOf(message.why, this.fetches.redacted(message.detail)));
    }
  }

  private async fetch({ id, request }: Extract<FromScriptThread, { kind: 'fetch' }>): Promise<void> {
    let reply: ToScriptThread;
    try {
      this.run.say(`fetch ${request.url.slice(0, 300)}`);
      reply = { kind: 'fetched', id, ok: true, answer: await this.fetches.fetch(request, this.abort.signal) };
    } catch (error) {
      const outcome = outcomeOfError(error);
      reply = { kind: 'fetched', id, ok: false, reason: outcome.ok ? '' : outcome.detail };
    }
    if (!this.abort.signal.aborted) this.worker.postMessage(reply);
  }

  private end(outcome: ToolOutcome): void {
    if (this.abort.signal.aborted) return;
    this.abort.abort();
    this.stopTimer();
    const gone = (): void => this.settle(outcome);
    void this.worker.terminate().then(gone, gone);
  }
}

function outcomeOf(why: ScriptFailure, detail: string): ToolOutcome {
  if (why === 'threw') return failed('failed', `The script failed: ${detail}`);
  if (why === 'out-of-time') return failed('timed-out', DETAILS[why]);
  return failed(why === 'too-large' ? 'too-large' : 'failed', DETAILS[why]);
}
