import { parentPort, workerData } from 'node:worker_threads';
import quickjs from '@jitl/quickjs-singlefile-cjs-release-sync';
import {
  newQuickJSWASMModuleFromVariant,
  type QuickJSContext,
  type QuickJSDeferredPromise,
  type QuickJSHandle,
  type QuickJSWASMModule,
} from 'quickjs-emscripten-core';
import { parsedJson } from '../../../shared/std/guards';
import type { Clock } from '../../ports/ports';
import type { FromScriptThread, ScriptFailure, ScriptThreadData, ToScriptThread } from './script-messages';
import { PRELUDE } from './script-prelude';
import { ScriptStandards } from './script-standards';

/** Longest answer of a script, in characters. */
const MAX_SCRIPT_ANSWER_CHARS = 65_536;
const MAX_LOG_LINES = 200;
const MAX_LINE_CHARS = 500;
const MAX_FETCHES = 20;
const MAX_SLEEPERS = 100;
const STACK_BYTES = 256 * 1024;
const MAX_DETAIL_CHARS = 400;
/** File name of the script in the engine's stack traces. */
const SCRIPT = 'script';

/** Runs one script in a JavaScript engine of its own, which exchanges only strings with this one. */
export class ScriptSandbox {
  private readonly context: QuickJSContext;
  private readonly standards = new ScriptStandards();
  private readonly waiting = new Map<number, QuickJSDeferredPromise>();
  private readonly sleepers = new Set<QuickJSDeferredPromise>();
  private endsAtMs = 0;
  private lines = 0;
  private fetches = 0;
  private over = false;

  constructor(
    quickjs: QuickJSWASMModule,
    private readonly data: ScriptThreadData,
    private readonly clock: Pick<Clock, 'nowMs' | 'after'>,
    private readonly tell: (message: FromScriptThread) => void,
  ) {
    const runtime = quickjs.newRuntime({
      memoryLimitBytes: data.memoryBytes,
      maxStackSizeBytes: STACK_BYTES,
      interruptHandler: () => this.clock.nowMs() > this.endsAtMs,
    });
    this.context = runtime.newContext();
  }

  /** Runs the script until it answers or waits for a request. */
  run(): void {
    this.endsAtMs = this.clock.nowMs() + this.data.limitMs;
    const { context } = this;
    const host = context.newObject();
    this.offer(host, 'log', (line) => this.log(line));
    this.offer(host, 'send', (request) => this.send(request));
    this.offer(host, 'sleep', (delayMs) => this.sleep(delayMs));
    this.offer(host, 'ask', (question) => context.newString(this.standards.answer(question)));
    context.setProp(context.global, 'host', host);
    const start = this.evaluated(PRELUDE, 'switchboard');
    const main = this.evaluated(`(async (args) => {\n${this.data.code}\n})`, SCRIPT);
    if (start === undefined || main === undefined) return;
    const finish = context.newFunction('finish', (how, words) =>
      this.finish(context.getString(how), context.getString(words)),
    );
    const called = context.callFunction(
      start,
      context.undefined,
      main,
      context.newString(this.data.argumentsJson),
      finish,
      context.newNumber(MAX_SCRIPT_ANSWER_CHARS),
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
    else if (!this.isOver() && this.waiting.size + this.sleepers.size === 0)
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

  /** Gives the host a function of one text, which is JSON: the engine would cut another one at U+0000, and has '' for no memory. */
  private offer(host: QuickJSHandle, name: string, run: (json: string) => QuickJSHandle | undefined): void {
    const { context } = this;
    const called = context.newFunction(name, (text) => {
      const json = context.getString(text);
      if (json === '') throw new Error('out of memory');
      return run(json);
    });
    context.setProp(host, name, called);
  }

  private log(line: string): undefined {
    this.lines += 1;
    if (this.lines > MAX_LOG_LINES) return;
    const text = this.lines === MAX_LOG_LINES ? 'No more lines are kept' : String(parsedJson(line));
    this.tell({ kind: 'log', line: text.slice(0, MAX_LINE_CHARS) });
  }

  private send(request: string): QuickJSHandle {
    const { context } = this;
    const promise = context.newPromise();
    this.fetches += 1;
    const id = this.fetches;
    const [url, options] = textsOf(request);
    if (id > MAX_FETCHES) promise.reject(context.newError(`A script may send ${String(MAX_FETCHES)} requests`));
    else {
      this.waiting.set(id, promise);
      this.tell({ kind: 'fetch', id, request: { url, options } });
    }
    return promise.handle;
  }

  private sleep(delayMs: string): QuickJSHandle {
    const { context, sleepers } = this;
    const promise = context.newPromise();
    if (sleepers.size >= MAX_SLEEPERS)
      promise.reject(context.newError(`A script may sleep in ${String(MAX_SLEEPERS)} places at once`));
    else {
      sleepers.add(promise);
      this.clock.after(Number(delayMs), () => {
        if (this.isOver()) return;
        sleepers.delete(promise);
        promise.resolve(context.undefined);
        this.goOn();
      });
    }
    return promise.handle;
  }

  /** Takes the outcome of the script. `words` is JSON, so it is empty only where there was no memory to lay it out. */
  private finish(how: string, words: string): void {
    const [text, stack] = textsOf(words);
    if (words === '') this.fail('out-of-memory', '');
    else if (how === 'too-large') this.fail('too-large', '');
    else if (how === 'answered') this.end({ kind: 'answered', output: text });
    else this.threw(text, stack);
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
    const isLate = why !== 'too-large' && this.clock.nowMs() > this.endsAtMs;
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
  return /^(?:Internal|Range)?Error: out of memory$/.test(text) ? 'out-of-memory' : 'threw';
}

/** Line of the script where a stack begins, without the one line we prepend; 0 when there is none. */
function lineOf(stack: string): number {
  return Math.max(0, Number(/\bscript:(\d{1,6})\b/.exec(stack)?.[1] ?? 0) - 1);
}

/** The two texts of a JSON list, empty where it has none. */
function textsOf(json: string): readonly [one: string, other: string] {
  const values: unknown = parsedJson(json);
  const [one, other] = Array.isArray(values) ? (values as readonly unknown[]) : [];
  return [typeof one === 'string' ? one : '', typeof other === 'string' ? other : ''];
}

const port = parentPort;

/** The thread's own time. It ends with its one script, so no timer is ever stopped. */
const CLOCK: Pick<Clock, 'nowMs' | 'after'> = {
  nowMs: () => performance.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

/** Loads the engine, then runs the thread's one script. The main thread ends it. */
async function run(data: ScriptThreadData): Promise<void> {
  const tell = (message: FromScriptThread): void => port?.postMessage(message);
  const sandbox = new ScriptSandbox(await newQuickJSWASMModuleFromVariant(quickjs), data, CLOCK, tell);
  port?.on('message', ({ id, ...rest }: ToScriptThread) =>
    sandbox.fetched(id, rest.ok, rest.ok ? rest.answer : rest.reason),
  );
  tell({ kind: 'ready' });
  sandbox.run();
}

if (port !== null) void run(workerData as ScriptThreadData);
