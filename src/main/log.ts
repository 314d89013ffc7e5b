import { fstatSync, write } from 'node:fs';
import { appendFile, mkdir, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { pino } from 'pino';
import type { Log } from './ports/ports';

/** Size at which a log file is renamed to `.1`, in bytes; the one that was there before is replaced. */
const MAX_FILE_BYTES = 8 * 1024 * 1024;
/** Text that may wait to be written, in characters. A destination that stalls longer costs lines, never time. */
const MAX_WAITING_CHARS = 256 * 1024;

/** Writes a text, one at a time, and calls back once. It must neither throw nor wait. */
export type WriteText = (text: string, done: (error?: Error | null) => void) => void;

/** A log that can be waited for. */
export interface ProcessLog extends Log {
  /** Resolves when every line was written or dropped. Never settles while the destination stalls: give it a limit. */
  flush(): Promise<void>;
}

/**
 * Creates a log of codes, ids and counts, one JSON line each. Errors are named, never dumped. No line throws or waits: what a
 * full, stalled or closed destination does not take is dropped, counted, and told with the next line that is written. `hidden`:
 * texts that no line may hold, the longest first.
 */
export function createLog(writeText: WriteText, hidden: () => readonly string[] = () => []): ProcessLog {
  const sink = new Sink(writeText, hidden);
  const logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, sink);
  return {
    info: (code, facts) => logger.info({ ...facts, code }),
    warn: (code, facts) => logger.warn({ ...facts, code }),
    error: (code, facts) => logger.error({ ...facts, code }),
    flush: () => sink.flush(),
  };
}

/** Bounded queue of lines in front of a destination that may fail or stall. */
class Sink {
  private waiting: string[] = [];
  private waitingChars = 0;
  private dropped = 0;
  private isWriting = false;
  private onIdle: (() => void)[] = [];

  constructor(
    private readonly writeText: WriteText,
    private readonly hidden: () => readonly string[],
  ) {}

  write(whole: string): void {
    const line = this.hidden().reduce((text, secret) => text.replaceAll(secret, '[secret]'), whole);
    if (this.waitingChars + line.length > MAX_WAITING_CHARS) {
      this.dropped += 1;
      return;
    }
    this.waiting.push(line);
    this.waitingChars += line.length;
    this.next();
  }

  flush(): Promise<void> {
    return this.isWriting ? new Promise((resolve) => this.onIdle.push(resolve)) : Promise.resolve();
  }

  private next(): void {
    if (this.isWriting) return;
    const lines = this.waiting;
    const told = this.dropped;
    if (lines.length === 0) {
      for (const resolve of this.onIdle.splice(0)) resolve();
      return;
    }
    this.waiting = [];
    this.waitingChars = 0;
    this.isWriting = true;
    const text = (told === 0 ? '' : droppedLine(told)) + lines.join('');
    this.writeText(text, (error) => {
      this.isWriting = false;
      this.dropped += error ? lines.length : -told;
      this.next();
    });
  }
}

/** Line that tells how many were lost before it, in the form of the others. */
function droppedLine(lines: number): string {
  const line = { level: pino.levels.values['warn'], time: new Date().toISOString(), code: 'log.dropped', lines };
  return `${JSON.stringify(line)}\n`;
}

/** Standard error. Pipes and sockets are written without waiting; files and terminals on a thread of their own. */
export function toStandardError(): WriteText {
  const stats = fstatSync(2);
  if (!stats.isFIFO() && !stats.isSocket()) return (text, done) => write(2, text, (error) => done(error));
  process.stderr.on('error', () => undefined);
  return (text, done) => void process.stderr.write(text, done);
}

/** File that is appended to, and made with its folder when it is not there. */
export function toFile(file: string): WriteText {
  async function append(text: string): Promise<void> {
    await mkdir(path.dirname(file), { recursive: true });
    const { size } = await stat(file).catch(() => ({ size: 0 }));
    if (size >= MAX_FILE_BYTES) await rename(file, `${file}.1`);
    await appendFile(file, text);
  }
  return (text, done) => void append(text).then(() => done(), done);
}
