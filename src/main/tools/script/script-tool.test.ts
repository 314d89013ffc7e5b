import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { ScriptTool } from '../../../shared/tool/tool';
import type { ReadToolSecret } from '../../ports/ports-keys';
import type { ToolOutcome } from '../../ports/ports-tools';
import { createSender } from '../http/guarded-request';
import { HandClock, NO_SECRETS, runWith, secretsFor, Servers, SHORT_DEADLINES } from '../tools.fixture';
import { createScriptTool } from './script-tool';
import workerPath from './script-worker?modulePath';

/** Longest time a script may take, in ms; long enough that a slow machine passes. */
const LONGEST_MS = 10_000;
const servers = new Servers();
afterEach(() => servers.closeAll());

interface Running extends Partial<Omit<ScriptTool, 'kind'>> {
  readonly args?: string;
  readonly readSecret?: ReadToolSecret;
  readonly say?: (line: string) => void;
  readonly signal?: AbortSignal;
}

function run(
  code: string,
  { args, readSecret = NO_SECRETS, say, signal, ...tool }: Running = {},
): Promise<ToolOutcome> {
  const execute = createScriptTool({ workerPath, clock: SHORT_DEADLINES, send: createSender(), readSecret });
  const base = { kind: 'script', name: 'calculate', description: '', parameters: {}, timeoutMs: LONGEST_MS } as const;
  return runWith(execute, { ...base, code, ...tool }, args, {
    ...(say === undefined ? {} : { say }),
    ...(signal === undefined ? {} : { signal }),
  });
}

describe('a script', () => {
  it('gives its answer as text: a string as it is, anything else as JSON', async () => {
    expect(await run('return { sum: args.a + args.b }', { args: '{"a":1,"b":2}' })).toEqual({
      ok: true,
      output: '{"sum":3}',
    });
    expect(await run('return "{\\"a\\":1}"')).toEqual({ ok: true, output: '{"a":1}' });
    expect(await run('await Promise.resolve(); return [1]')).toEqual({ ok: true, output: '[1]' });
    expect(await run('')).toEqual({ ok: true, output: '' });
  });

  it('says what it wrote to the console, and no more than fits', async () => {
    const lines: string[] = [];
    await run('console.log("a", { b: 1 }); for (let i = 0; i < 500; i++) console.warn("x".repeat(2000))', {
      say: (line) => lines.push(line),
    });
    expect(lines[0]).toBe('a {"b":1}');
    expect(lines).toHaveLength(200);
    expect(lines[1]).toHaveLength(500);
    expect(lines.at(-1)).toBe('No more lines are kept');
  });

  it('fails in its own words', async () => {
    expect(await run('throw new TypeError("no such order")')).toEqual({
      ok: false,
      failure: 'failed',
      detail: 'The script failed: TypeError: no such order',
    });
    expect(await run('return nothing.at.all')).toMatchObject({ detail: expect.stringContaining('ReferenceError') });
    expect(await run('return (')).toMatchObject({ detail: expect.stringContaining('SyntaxError') });
    expect(await run('throw "just text"')).toMatchObject({ detail: 'The script failed: just text' });
  });

  it.each([
    ['const a = 1;\n\nreturn nothing.at.all', 3],
    ['const a = 1;\nreturn {', 3],
    ['function inner() {\n  throw new Error("no");\n}\nawait Promise.resolve();\ninner();', 2],
  ])('tells its author in which line it failed: %j', async (code, line) => {
    const lines: string[] = [];
    expect(await run(code, { say: (each) => lines.push(each) })).toMatchObject({ failure: 'failed' });
    expect(lines).toEqual([`It failed in line ${String(line)}`]);
  });

  it('asks the origins its tool lists, with secrets it never sees', async () => {
    const { origin } = await servers.open((request, response) => {
      response.setHeader('content-type', 'application/json').end(
        JSON.stringify({
          method: request.method,
          form: request.headers['content-type'],
          key: request.headers['x-key'],
          path: request.url,
        }),
      );
    });
    const code = `
      const response = await fetch(new URL('/a?b=' + args.b, '${origin}'), { method: 'post', headers: { 'X-Key': '{{secret:shop}}' }, body: new URLSearchParams({ a: 'b c' }) });
      const type = response.headers.get('Content-Type');
      return { ok: response.ok, status: response.status, type, ...(await response.json()) };`;
    const allowed = { origins: [origin], allowsLocal: true, readSecret: secretsFor(origin, { shop: 'hunter2!' }) };
    const outcome = await run(code, { ...allowed, args: '{"b":1}' });
    expect(outcome.ok && JSON.parse(outcome.output)).toEqual({
      ok: true,
      status: 200,
      type: 'application/json',
      method: 'POST',
      form: 'application/x-www-form-urlencoded;charset=UTF-8',
      key: '[secret shop]',
      path: '/a?b=1',
    });
  });

  it('reaches nobody else, and may catch the refusal', async () => {
    let hits = 0;
    const { origin } = await servers.open((_request, response) => response.end(String(++hits)));
    const tries = [
      `${origin}/`,
      'http://localhost/',
      'file:///etc/passwd',
      'data:text/plain,x',
      `${origin}.evil.example/`,
      `http://x@127.0.0.1/`,
    ];
    for (const url of tries) {
      const code = `try { await fetch(${JSON.stringify(url)}) } catch (error) { return error.message }`;
      expect(await run(code, { origins: ['https://api.example.com'] })).toMatchObject({
        output: expect.stringContaining('may not ask'),
      });
    }
    // Listed as an origin, but on this machine, which the tool has no permission for.
    expect(await run(`return (await fetch('${origin}/')).text()`, { origins: [origin] })).toMatchObject({
      ok: false,
      detail: expect.stringContaining('inside this network'),
    });
    expect(hits).toBe(0);
  });

  it('may send twenty requests', async () => {
    let hits = 0;
    const { origin } = await servers.open((_request, response) => response.end(String(++hits)));
    const code = `for (let i = 0; i < 30; i++) await fetch('${origin}/');`;
    expect(await run(code, { origins: [origin], allowsLocal: true })).toMatchObject({
      ok: false,
      detail: expect.stringContaining('20 requests'),
    });
    expect(hits).toBe(20);
  });

  it('is given up when its thread has not started after thirty seconds', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'silent-thread-'));
    const silent = path.join(folder, 'silent.cjs');
    writeFileSync(silent, 'setInterval(() => undefined, 60_000);');
    try {
      const clock = new HandClock();
      const execute = createScriptTool({ workerPath: silent, clock, send: createSender(), readSecret: NO_SECRETS });
      const tool = {
        kind: 'script',
        name: 'calculate',
        description: '',
        parameters: {},
        code: '',
        timeoutMs: 1,
      } as const;
      const outcome = runWith(execute, tool);
      await new Promise((resolve) => setTimeout(resolve, 50));
      clock.pass(29_999);
      expect(clock.delaysMs).toEqual([30_000]);
      clock.pass();
      expect(await outcome).toEqual({ ok: false, failure: 'failed', detail: 'The sandbox did not start' });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('ends with the call it was for', async () => {
    const abort = new AbortController();
    const running = run('console.log("on"); while (true);', { signal: abort.signal, say: () => abort.abort() });
    expect(await running).toMatchObject({ ok: false, failure: 'timed-out' });
    expect(await run('return 1', { signal: abort.signal })).toMatchObject({ ok: false, failure: 'timed-out' });
  });
});

/** Expressions that reach for something outside the sandbox; each must return the word `nothing`. */
const ESCAPES: readonly (readonly [name: string, code: string])[] = [
  ['process', 'return typeof process'],
  ['require', 'return typeof require'],
  ['module', 'return typeof module'],
  ['Buffer', 'return typeof Buffer'],
  ['global', 'return typeof global'],
  ['globalThis.host', 'return typeof host'],
  ['worker port', 'return typeof parentPort + typeof postMessage + typeof self'],
  ['timers', 'return typeof setTimeout + typeof setInterval + typeof setImmediate'],
  ['WebAssembly', 'return typeof WebAssembly'],
  ['std and os of the engine', 'return typeof std + typeof os + typeof scriptArgs + typeof print'],
  ['constructor of a constructor', 'return [].constructor.constructor("return typeof process")()'],
  ['async constructor', 'return await (async () => {}).constructor("return typeof process")()'],
  ['generator constructor', 'return (function* () {}).constructor("return typeof process")().next().value'],
  ['indirect eval', 'return (0, eval)("typeof process")'],
  ['this of a sloppy function', 'return (function () { return typeof this.process })()'],
  ['constructor of fetch', 'return fetch.constructor("return typeof process")()'],
  ['constructor of console.log', 'return console.log.constructor("return typeof require")()'],
  [
    'prototype of fetch’s error',
    'try { await fetch("x") } catch (e) { return e.constructor.constructor("return typeof process")() }',
  ],
  [
    'arguments.callee.caller',
    'return typeof (function () { return arguments.callee.caller?.arguments?.[0]?.process })()',
  ],
  [
    'Error.prepareStackTrace',
    'Error.prepareStackTrace = (_, frames) => frames; const s = new Error().stack; return typeof s?.[0]?.getThis?.()?.process',
  ],
  [
    'stack of an error',
    'return /node:|\\/main\\/|worker|[A-Za-z]:\\\\\\\\/.test(new Error("x").stack ?? "") ? "path" : "undefined"',
  ],
  [
    'Proxy as arguments of fetch',
    'try { await fetch(new Proxy({}, { get: (t, k) => () => "x" })) } catch { return "undefined" }',
  ],
  [
    'toString of an object given to console',
    'let got; console.log({ toString() { got = typeof process; return "" }, toJSON() { got = typeof process; return 1 } }); return got',
  ],
  ['overridden JSON', 'JSON.stringify = () => "\\u0000"; JSON.parse = () => ({ process: 1 }); return "undefined"'],
  ['overridden Promise', 'globalThis.Promise = class { then(f) { f(1) } }; return "undefined"'],
  [
    'overridden Array methods',
    'Array.prototype.map = function () { return { join: () => ({ process: 1 }) } }; console.log(1); return "undefined"',
  ],
  [
    'prototype pollution',
    'Object.prototype.ok = true; Object.prototype.output = "owned"; Object.prototype.kind = "answered"; return "undefined"',
  ],
  ['dynamic import', 'try { await import("node:fs"); return "fs" } catch { return "undefined" }'],
  ['static import by eval', 'try { eval("import(\\"fs\\")"); return "undefined" } catch { return "undefined" }'],
  ['closing the wrapper', '}); globalThis.leak = 1; (async () => { return "undefined"'],
  ['then of the answer', 'return { then(ok) { ok(typeof process) } }'],
  ['getter in the answer', 'return { get a() { return typeof process } }.a'],
  ['Symbol.for registry', 'return typeof globalThis[Symbol.for("nodejs.util.inspect.custom")]'],
  [
    'WeakRef and finalizers',
    'return typeof FinalizationRegistry === "function" ? typeof new FinalizationRegistry(() => process).process : "undefined"',
  ],
];

describe('what a script cannot reach', () => {
  it('is tried in thirty ways and more', () => expect(ESCAPES.length).toBeGreaterThanOrEqual(30));

  it.each(ESCAPES)('%s', async (_name, code) => {
    const outcome = await run(code);
    if (outcome.ok) expect(outcome.output.replaceAll('undefined', '')).toBe('');
    else expect(outcome.failure).toBe('failed');
  });
});
