import { parentPort, workerData } from 'node:worker_threads';
import quickjs from '@jitl/quickjs-singlefile-cjs-release-sync';
import {
  newQuickJSWASMModuleFromVariant,
  type QuickJSContext,
  type QuickJSDeferredPromise,
  type QuickJSHandle,
  type QuickJSWASMModule,
} from 'quickjs-emscripten-core';
import type { FromScriptThread, ScriptFailure, ScriptThreadData, ToScriptThread } from './script-messages';

/**
 * Prelude that gives a script its console and fetch; it runs inside the sandbox. The host consists of two functions that
 * exchange strings; neither stays reachable by name.
 */
const PRELUDE = `(() => {
  'use strict';
  const { host } = globalThis;
  delete globalThis.host;
  const { log, send } = host;
  const { stringify, parse } = JSON;
  const text = (value) => {
    if (typeof value === 'string') return value;
    try { return stringify(value) ?? String(value); } catch { return String(value); }
  };
  const line = (...values) => log(values.map(text).join(' '));
  globalThis.console = { log: line, info: line, warn: line, error: line, debug: line };
  globalThis.fetch = async (url, options = {}) => {
    const { status, headers, body } = parse(await send(String(url), stringify(options) ?? '{}'));
    return {
      status,
      ok: status >= 200 && status < 300,
      headers: { get: (name) => headers[String(name).toLowerCase()] ?? null },
      text: async () => body,
      json: async () => parse(body),
    };
  };
  return (run, args, finish) => {
    run(parse(args)).then(
      (value) => finish(true, value === undefined || value === null ? '' : text(value), ''),
      (error) => error instanceof Error
        ? finish(false, error.name + ': ' + error.message, String(error.stack))
        : finish(false, text(error), ''),
    );
  };
})()`;

/** Longest answer of a script, in characters. */
const MAX_SCRIPT_ANSWER_CHARS = 65_536;
const MAX_LOG_LINES = 200;
const MAX_LINE_CHARS = 500;
const MAX_FETCHES = 20;
const STACK_BYTES = 256 * 1024;
const MAX_DETAIL_CHARS = 400;
/** File name of the script in the engine's stack traces. */
const SCRIPT = 'script';

/** Runs one script in a JavaScript engine of its own, which exchanges only strings with this one. */
class ScriptSandbox {
  private readonly context: QuickJSContext;
  private readonly waiting = new Map<number, QuickJSDeferredPromise>();
  private endsAtMs = 0;
  private lines = 0;
  private fetches = 0;
  private over = false;

  constructor(
    quickjs: QuickJSWASMModule,
    private readonly data: ScriptThreadData,
    private readonly nowMs: () => number,
    private readonly tell: (message: FromScriptThread) => void,
  ) {
    const runtime = quickjs.newRuntime({
      memoryLimitBytes: data.memoryBytes,
      maxStackSizeBytes: STACK_BYTES,
      interruptHandler: () => this.nowMs() > this.endsAtMs,
    });
    this.context = runtime.newContext();
  }

  /** Runs the script until it answers or waits for a request. */
  run(): void {
    this.endsAtMs = this.nowMs() + this.data.limitMs;
    const { context } = this;
    const host = context.newObject();
    context.setProp(
      host,
      'log',
      context.newFunction('log', (line) => this.log(line)),
    );
    context.setProp(
      host,
      'send',
      context.newFunction('send', (url, options) => this.send(url, options)),
    );
    context.setProp(context.global, 'host', host);
    const start = this.evaluated(PRELUDE, 'switchboard');
    const main = this.evaluated(`(async (args) => {\n${this.data.code}\n})`, SCRIPT);
    if (start === undefined || main === undefined) return;
    const finish = context.newFunction('finish', (isGood, text, stack) =>
      this.finish(context.dump(isGood) === true, context.getString(text), context.getString(stack)),
    );
    const called = context.callFunction(
      start,
      context.undefined,
      main,
      context.newString(this.data.argumentsJson),
      finish,
    );
    if (called.error !== undefined) this.broke(called.error);
    this.goOn();
  }

  /** Settles a request of the script as answered or refused. */
  fetched(id: number, isGood: boolean, text: string): void {
    const waiting = this.waiting.get(id);
    if (waiting === undefined || this.isOver()) return;
    this.waiting.delete(id);
    const { context } = this;
    if (isGood) waiting.resolve(context.newString(text));
    else waiting.reject(context.newError(text));
    this.goOn();
  }

  private goOn(): void {
    if (this.isOver()) return;
    const worked = this.context.runtime.executePendingJobs();
    if (worked.error !== undefined) this.broke(worked.error);
    else if (!this.isOver() && this.waiting.size === 0)
      this.fail('never-ends', 'The script waits for something that never comes');
  }

  private isOver(): boolean {
    return this.over;
  }

  private evaluated(code: string, name: string): QuickJSHandle | undefined {
    const result = this.context.evalCode(code, name);
    if (result.error === undefined) return result.value;
    this.broke(result.error);
    return undefined;
  }

  private log(line: QuickJSHandle): void {
    this.lines += 1;
    if (this.lines > MAX_LOG_LINES) return;
    const text = this.lines === MAX_LOG_LINES ? 'No more lines are kept' : this.context.getString(line);
    this.tell({ kind: 'log', line: text.slice(0, MAX_LINE_CHARS) });
  }

  private send(url: QuickJSHandle, options: QuickJSHandle): QuickJSHandle {
    const { context } = this;
    const promise = context.newPromise();
    this.fetches += 1;
    const id = this.fetches;
    if (id > MAX_FETCHES) promise.reject(context.newError(`A script may send ${String(MAX_FETCHES)} requests`));
    else {
      this.waiting.set(id, promise);
      this.tell({ kind: 'fetch', id, request: { url: context.getString(url), options: context.getString(options) } });
    }
    return promise.handle;
  }

  private finish(isGood: boolean, text: string, stack: string): void {
    if (!isGood) this.threw(text, stack);
    else if (text.length > MAX_SCRIPT_ANSWER_CHARS) this.fail('too-large', 'The script answered with too much text');
    else this.end({ kind: 'answered', output: text });
  }

  private broke(error: QuickJSHandle): void {
    const message = this.context.getProp(error, 'message');
    const name = this.context.getProp(error, 'name');
    const stack = this.context.getString(this.context.getProp(error, 'stack'));
    const text = `${this.context.getString(name)}: ${this.context.getString(message)}`;
    this.threw(text, stack);
  }

  /** Reports an error of the script. Its author learns the line; the model, which cannot fix it, does not. */
  private threw(text: string, stack: string): void {
    const why = reasonOf(text);
    const line = lineOf(stack);
    if (why === 'threw' && line > 0 && !this.isOver())
      this.tell({ kind: 'log', line: `It failed in line ${String(line)}` });
    this.fail(why, text);
  }

  private fail(why: ScriptFailure, detail: string): void {
    const isLate = why !== 'too-large' && this.nowMs() > this.endsAtMs;
    this.end({ kind: 'failed', why: isLate ? 'out-of-time' : why, detail: detail.slice(0, MAX_DETAIL_CHARS) });
  }

  private end(message: FromScriptThread): void {
    if (this.isOver()) return;
    this.over = true;
    this.tell(message);
  }
}

/** Recognises the engine's own messages for its limits. */
function reasonOf(text: string): ScriptFailure {
  return /^(?:InternalError|RangeError): out of memory$/.test(text) ? 'out-of-memory' : 'threw';
}

/** Line of the script where a stack begins, without the one line we prepend; 0 when there is none. */
function lineOf(stack: string): number {
  return Math.max(0, Number(/\bscript:(\d{1,6})\b/.exec(stack)?.[1] ?? 0) - 1);
}

const port = parentPort;

/** Loads the engine, then runs the thread's one script. The main thread ends it. */
async function run(data: ScriptThreadData): Promise<void> {
  const tell = (message: FromScriptThread): void => port?.postMessage(message);
  const sandbox = new ScriptSandbox(
    await newQuickJSWASMModuleFromVariant(quickjs),
    data,
    () => performance.now(),
    tell,
  );
  port?.on('message', ({ id, ...rest }: ToScriptThread) =>
    sandbox.fetched(id, rest.ok, rest.ok ? rest.answer : rest.reason),
  );
  tell({ kind: 'ready' });
  sandbox.run();
}

if (port !== null) void run(workerData as ScriptThreadData);
