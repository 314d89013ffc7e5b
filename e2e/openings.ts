import { expect, type Page } from '@playwright/test';

/** Counts of resources the page has opened and not closed. */
export interface Openings {
  readonly soundCards: number;
  /** Audio processors that were not told to stop, and the ports to them. */
  readonly processors: number;
  readonly processorPorts: number;
  /** Audio nodes connected to another node. */
  readonly connectedNodes: number;
  readonly sockets: number;
  readonly intervals: number;
  /** Listeners on objects that outlive a screen: window, document, ports, sockets, sound cards, devices. */
  readonly listeners: number;
}

/** Tracks what the page opens and closes from its first line on. Reloads the page. */
export async function countOpenings(page: Page): Promise<() => Promise<Openings>> {
  await page.addInitScript(keepAccount);
  // Wait until the one-time link has been used: a page reloaded before could not open again.
  await expect(page.getByRole('navigation', { name: 'Screens' })).toBeVisible();
  await page.reload();
  return () => page.evaluate(() => (Reflect.get(globalThis, 'openings') as () => Openings)());
}

type Method = (this: unknown, ...rest: unknown[]) => unknown;

/** Runs in the page. */
function keepAccount(): void {
  const open = {
    soundCards: new Set<unknown>(),
    processors: new Set<unknown>(),
    processorPorts: new Set<unknown>(),
    connectedNodes: new Set<unknown>(),
    sockets: new Set<unknown>(),
    intervals: new Set<unknown>(),
  };
  let listeners = 0;

  function around(
    owner: object,
    name: string,
    noted: (self: unknown, rest: readonly unknown[], result: unknown) => void,
  ): void {
    const own = Reflect.get(owner, name) as Method;
    Reflect.set(owner, name, function (this: unknown, ...rest: unknown[]) {
      const result = own.apply(this, rest);
      noted(this, rest, result);
      return result;
    });
  }

  function built(name: string, noted: (made: object) => void): void {
    const Own = Reflect.get(globalThis, name) as new (...rest: unknown[]) => object;
    Reflect.set(
      globalThis,
      name,
      new Proxy(Own, {
        construct: (target, rest, newTarget) => {
          const made = Reflect.construct(target, rest, newTarget) as object;
          noted(made);
          return made;
        },
      }),
    );
  }

  built('AudioContext', (context) => open.soundCards.add(context));
  around(AudioContext.prototype, 'close', (context) => open.soundCards.delete(context));
  built('AudioWorkletNode', (node) => {
    const { port } = node as AudioWorkletNode;
    open.processors.add(port);
    open.processorPorts.add(port);
  });
  around(MessagePort.prototype, 'postMessage', (port, [message]) => {
    if ((message as { type?: unknown } | null)?.type === 'close') open.processors.delete(port);
  });
  around(MessagePort.prototype, 'close', (port) => open.processorPorts.delete(port));
  around(AudioNode.prototype, 'connect', (node) => open.connectedNodes.add(node));
  around(AudioNode.prototype, 'disconnect', (node) => open.connectedNodes.delete(node));
  built('WebSocket', (socket) => open.sockets.add(socket));
  around(WebSocket.prototype, 'close', (socket) => open.sockets.delete(socket));
  around(globalThis, 'setInterval', (_self, _rest, id) => open.intervals.add(id));
  around(globalThis, 'clearInterval', (_self, [id]) => open.intervals.delete(id));

  const held = new Map<unknown, Set<string>>();
  const numbers = new WeakMap<object, number>();
  let last = 0;
  const numberOf = (listener: unknown): number => {
    if (typeof listener !== 'object' && typeof listener !== 'function') return 0;
    if (listener === null) return 0;
    const known = numbers.get(listener);
    if (known !== undefined) return known;
    last += 1;
    numbers.set(listener, last);
    return last;
  };
  const optionOf = (options: unknown, name: string): unknown =>
    typeof options === 'object' && options !== null ? Reflect.get(options, name) : undefined;
  const keyOf = ([type, listener, options]: readonly unknown[]): string => {
    const captures = options === true || optionOf(options, 'capture') === true;
    return `${String(type)} ${String(numberOf(listener))} ${String(captures)}`;
  };
  // Listeners on an element end with its screen, and those on an abort signal with what it stops.
  const outlivesScreens = (target: unknown): boolean =>
    target === undefined || target === globalThis || !(target instanceof Element || target instanceof AbortSignal);
  around(EventTarget.prototype, 'addEventListener', (target, rest) => {
    if (!outlivesScreens(target) || rest[1] === null || optionOf(rest[2], 'once') === true) return;
    const keys = held.get(target) ?? new Set<string>();
    held.set(target, keys);
    const before = keys.size;
    keys.add(keyOf(rest));
    listeners += keys.size - before;
  });
  around(EventTarget.prototype, 'removeEventListener', (target, rest) => {
    if (held.get(target)?.delete(keyOf(rest)) === true) listeners -= 1;
  });

  Reflect.set(globalThis, 'openings', () => ({
    ...Object.fromEntries(Object.entries(open).map(([name, all]) => [name, all.size])),
    listeners,
  }));
}
