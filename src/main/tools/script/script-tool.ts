import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { DEFAULT_SCRIPT_MEMORY_MB, headerFault, HTTP_METHODS, type ScriptTool } from '../../../shared/tool/tool';
import { originOf } from '../../../shared/tool/web-address';
import { parsedJson } from '../../../shared/std/guards';
import type { Clock } from '../../ports/ports';
import type { ReadToolSecret } from '../../ports/ports-keys';
import type { ToolOutcome } from '../../ports/ports-tools';
import { readText } from '../bounded-text';
import { Filler } from '../filler';
import type { SendRequest, ToolRequest } from '../http/guarded-request';
import { SecretsInUse } from '../secrets-in-use';
import { failed, outcomeOfError, ToolError } from '../tool-error';
import { DEADLINE_MS, type ToolExecutor, type ToolRun } from '../tool-runner';
import type { FromScriptThread, ScriptFailure, ScriptFetch, ScriptThreadData, ToScriptThread } from './script-messages';

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

const MAX_HEADERS = 32;
const MAX_BODY_CHARS = 65_536;

const Options = z.object({
  method: z.string().toUpperCase().pipe(z.enum(HTTP_METHODS)).default('GET'),
  headers: z
    .record(z.string(), z.string().max(4000))
    .refine((headers) => Object.keys(headers).length <= MAX_HEADERS)
    .default({}),
  body: z.string().max(MAX_BODY_CHARS).nullish(),
});

/** The requests of one run of a script. They go only to origins the tool lists, under the rules of every tool. */
class ScriptFetches {
  private readonly secrets: SecretsInUse[] = [];

  constructor(
    private readonly tool: ScriptTool,
    private readonly send: SendRequest,
    private readonly readSecret: ReadToolSecret,
  ) {}

  /** The answer as JSON of its status, headers and text. @throws ToolError, or the network's error */
  async fetch(request: ScriptFetch, signal: AbortSignal): Promise<string> {
    const { url, ...rest } = this.allowed(request);
    const response = await this.send({ url, ...rest }, signal);
    const body = await readText(response);
    const headers = Object.entries(response.headers).filter(([name]) => name !== 'set-cookie');
    return JSON.stringify({
      status: response.statusCode ?? 0,
      headers: Object.fromEntries(headers.map(([name, value]) => [name, this.redacted(String(value))])),
      body: this.redacted(body),
    });
  }

  /** The text with every secret that was sent masked. */
  redacted(text: string): string {
    return this.secrets.reduce((clean, secrets) => secrets.redacted(clean), text);
  }

  private allowed(request: ScriptFetch): ToolRequest {
    const url = parsed(request.url);
    const origins = new Set((this.tool.origins ?? []).map(originOf));
    if (url === undefined || !origins.has(url.origin))
      throw new ToolError('refused', `This script may not ask ${url?.origin ?? 'this address'}`);
    const options = Options.safeParse(parsedJson(request.options));
    if (!options.success) throw new ToolError('failed', 'The options of fetch are not understood');
    const { method, headers, body } = options.data;
    return {
      url,
      method,
      headers: this.filled(headers, url.origin),
      body: body ?? null,
      allowsLocal: this.tool.allowsLocal ?? false,
    };
  }

  private filled(headers: Readonly<Record<string, string>>, origin: string): Record<string, string> {
    const secrets = new SecretsInUse(this.readSecret, origin);
    this.secrets.push(secrets);
    const filler = new Filler({}, secrets);
    const filled: Record<string, string> = { 'accept-encoding': 'gzip, deflate, br' };
    for (const [name, value] of Object.entries(headers)) {
      const fault = headerFault(name);
      if (fault !== undefined) throw new ToolError('refused', `${name.slice(0, 64)}: ${fault}`);
      const text = filler.fill(value, (each) => each);
      if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(text))
        throw new ToolError('failed', `The header ${name} cannot carry this`);
      filled[name.toLowerCase()] = text;
    }
    return filled;
  }
}

function parsed(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
