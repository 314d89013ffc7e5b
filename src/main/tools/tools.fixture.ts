import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { functionsOf } from '../../shared/tool/agent-function';
import type { Tool } from '../../shared/tool/tool';
import type { ToolOutcome } from '../ports/ports-tools';
import type { ReadToolSecret } from '../ports/ports-keys';
import type { ToolExecutor, ToolRun } from './tool-runner';

/** A clock whose deadlines pass only when the test tells it to. */
export class HandClock {
  private readonly waiting = new Map<() => void, number>();

  after(delayMs: number, run: () => void): () => void {
    this.waiting.set(run, delayMs);
    return () => this.waiting.delete(run);
  }

  get delaysMs(): number[] {
    return [...this.waiting.values()];
  }

  /** Lets the deadlines pass that are no longer than `upToMs`. */
  pass(upToMs = Number.POSITIVE_INFINITY): void {
    for (const [run, delayMs] of this.waiting) {
      if (delayMs > upToMs) continue;
      this.waiting.delete(run);
      run();
    }
  }
}

const SHORT_MS = 1000;

/**
 * Real time for deadlines of up to a second. Longer ones, which tell broken from slow, never pass: a busy machine may take as
 * long as it needs.
 */
export const SHORT_DEADLINES = {
  after: (delayMs: number, run: () => void): (() => void) => {
    if (delayMs > SHORT_MS) return () => undefined;
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

/** Servers on loopback, closed by `closeAll`. */
export class Servers {
  private readonly opened: Server[] = [];

  async open(listener: RequestListener): Promise<{ server: Server; port: number; origin: string }> {
    const server = createServer(listener);
    this.opened.push(server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    return { server, port, origin: `http://127.0.0.1:${String(port)}` };
  }

  closeAll(): void {
    for (const server of this.opened.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  }
}

/** A reader that finds no secret. */
export const NO_SECRETS: ReadToolSecret = () => ({ ok: false, why: 'absent' });

/** A reader of secrets that may be sent to that origin only. */
export function secretsFor(origin: string, values: Readonly<Record<string, string>>): ReadToolSecret {
  return (name, asked) => {
    const value = values[name];
    if (value === undefined) return { ok: false, why: 'absent' };
    return asked === origin ? { ok: true, value } : { ok: false, why: 'elsewhere' };
  };
}

interface Options {
  readonly functionName?: string;
  readonly signal?: AbortSignal;
  readonly say?: (line: string) => void;
}

/** Runs a tool's first function, or the named one, as a call does. */
export function runWith<K extends Tool['kind']>(
  execute: ToolExecutor<K>,
  tool: Extract<Tool, { kind: K }>,
  argumentsJson = '{}',
  { functionName, signal = new AbortController().signal, say = () => undefined }: Options = {},
): Promise<ToolOutcome> {
  const functions = functionsOf([tool]);
  const fn = functionName === undefined ? functions[0] : functions.find(({ name }) => name === functionName);
  if (fn === undefined) throw new Error('no such function');
  const run: ToolRun<K> = { tool, fn, argumentsJson, signal, say };
  return execute(run);
}
