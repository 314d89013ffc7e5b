import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

/** A display to open windows on. */
export interface Display {
  readonly name: string;
  readonly close: () => Promise<void>;
}

const SCREEN = '1920x1200x24';

/** Opens this session's display or, where there is none, a virtual one. */
export async function openDisplay(): Promise<Display> {
  const name = process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'];
  if (name !== undefined || process.platform !== 'linux') return { name: name ?? '', close: () => Promise.resolve() };
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const gone = once(server, 'exit');
  const number = await Promise.race([
    once(server.stdio[3] as Readable, 'data').then(([data]) => String(data).trim()),
    gone.then(() => Promise.reject(new Error('Xvfb ended before it had a screen'))),
  ]);
  return {
    name: `:${number}`,
    close: async () => {
      server.kill();
      await gone;
    },
  };
}
