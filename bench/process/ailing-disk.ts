import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, unlinkSync, writeSync } from 'node:fs';
import path from 'node:path';
import { TOOLS } from '../stages/setting';

const RELEASE_MS = 50;

/** Disk of one process, which can be made to stick or to be full. */
export class AilingDisk {
  private readonly fifo: string;

  /** `folder`: where the FIFO is made that holds the process's threads. */
  constructor(folder: string) {
    this.fifo = path.join(folder, 'stuck');
  }

  /** Preloads and environment that the process needs. */
  get options(): { readonly preloads: readonly string[]; readonly env: Readonly<Record<string, string>> } {
    return { preloads: [path.join(TOOLS, 'bad-disk.cjs')], env: { SWITCHBOARD_BENCH_STUCK: this.fifo } };
  }

  stick(): void {
    execFileSync('mkfifo', [this.fifo]);
  }

  async release(): Promise<void> {
    const fd = openSync(this.fifo, 'r+');
    unlinkSync(this.fifo);
    // Whoever waited is let go by the open end; nobody new finds it.
    await new Promise((resolve) => setTimeout(resolve, RELEASE_MS));
    closeSync(fd);
  }
}

/** Lets no file of a process grow from now on, as a full disk does; or lets it again. */
export function fillDisk(pid: number, isFull: boolean): void {
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${isFull ? '1' : 'unlimited'}:`]);
}

/** Opens a standard error that takes nothing: a pipe that is full and that nobody reads, or a disk that is full. */
export function openBadLog(folder: string, kind: 'unread' | 'full'): { readonly fd: number; close(): void } {
  if (kind === 'full') {
    const fd = openSync('/dev/full', 'w');
    return { fd, close: () => closeSync(fd) };
  }
  const fifo = path.join(folder, 'log');
  execFileSync('mkfifo', [fifo]);
  const filling = openSync(fifo, constants.O_RDWR | constants.O_NONBLOCK);
  const block = Buffer.alloc(4096, 'x');
  try {
    for (;;) writeSync(filling, block);
  } catch {
    // It is full.
  }
  const fd = openSync(fifo, 'r+');
  return {
    fd,
    close: () => {
      closeSync(filling);
      closeSync(fd);
    },
  };
}
