import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createLog, toFile, type WriteText } from './log';
import writerPath from './log-writer.fixture?modulePath';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function newFile(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'log-'));
  folders.push(folder);
  return path.join(folder, 'below', 'switchboard.log');
}

function linesOf(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** Destination that takes a text when the test says so. */
class Slow {
  readonly texts: string[] = [];
  private done: ((error?: Error) => void) | undefined;
  readonly write: WriteText = (text, done) => {
    this.texts.push(text);
    this.done = done;
  };
  end(error?: Error): void {
    this.done?.(error);
  }
}

describe('the log', () => {
  it('holds no text that it must not hold, whatever a line says', async () => {
    const file = newFile();
    const log = createLog(toFile(file), () => ['sk-canary-123', '736b2d63']);
    log.warn('odd', { detail: 'it said sk-canary-123, or 736b2d63' });
    await log.flush();
    const [line] = linesOf(readFileSync(file, 'utf8'));
    expect(line).toMatchObject({ detail: 'it said [secret], or [secret]' });
  });

  it('writes one line of JSON each to a file, whose folder it makes', async () => {
    const file = newFile();
    const log = createLog(toFile(file));
    log.info('call.ended', { ms: 12 });
    log.error('shell.bug', { error: 'TypeError' });
    await log.flush();
    expect(linesOf(readFileSync(file, 'utf8'))).toMatchObject([
      { level: 30, code: 'call.ended', ms: 12 },
      { level: 50, code: 'shell.bug', error: 'TypeError' },
    ]);
  });

  it('keeps the code of a line, whatever its facts are called', () => {
    const slow = new Slow();
    createLog(slow.write).warn('journal.unreadable', { code: 'all.well' });
    expect(linesOf(slow.texts.join(''))).toMatchObject([{ code: 'journal.unreadable' }]);
  });

  it('drops what a full disk does not take, and carries on', async () => {
    const log = createLog(toFile('/dev/full'));
    for (let line = 0; line < 10; line += 1) log.info('test.line', { line });
    await log.flush();
  });

  it('tells how many lines were lost with the next one that is written', () => {
    const slow = new Slow();
    const log = createLog(slow.write);
    log.info('one');
    log.info('two');
    slow.end(new Error('full'));
    log.info('three');
    slow.end(new Error('full'));
    expect(linesOf(slow.texts[2] ?? '')).toMatchObject([{ code: 'log.dropped', lines: 2 }, { code: 'three' }]);
    slow.end();
    log.info('four');
    expect(linesOf(slow.texts[3] ?? '')).toMatchObject([{ code: 'four' }]);
  });

  it('keeps no more than 256 kB while its destination stalls', () => {
    const slow = new Slow();
    const log = createLog(slow.write);
    for (let line = 0; line < 1000; line += 1) log.info('test.line', { line, detail: 'x'.repeat(1000) });
    slow.end();
    const [, text = ''] = slow.texts;
    const [told, ...kept] = linesOf(text);
    expect(text.length).toBeLessThan(256 * 1024 + 200);
    expect(told).toMatchObject({ code: 'log.dropped', lines: 999 - kept.length });
  });

  it('begins a new file at 8 MB and keeps the one before', async () => {
    const file = newFile();
    const log = createLog(toFile(file));
    log.info('first');
    await log.flush();
    const restarted = createLog(toFile(file));
    truncateSync(file, 8 * 1024 * 1024);
    restarted.info('second');
    await restarted.flush();
    restarted.info('third');
    await restarted.flush();
    expect(statSync(`${file}.1`).size).toBe(8 * 1024 * 1024);
    expect(linesOf(readFileSync(file, 'utf8'))).toMatchObject([{ code: 'second' }, { code: 'third' }]);
  });

  it('is written again when its file can be opened again', async () => {
    const file = newFile();
    const folder = path.dirname(file);
    writeFileSync(folder, 'in the way');
    const log = createLog(toFile(file));
    log.info('one');
    await log.flush();
    rmSync(folder);
    log.info('two');
    await log.flush();
    expect(linesOf(readFileSync(file, 'utf8'))).toMatchObject([{ code: 'log.dropped', lines: 1 }, { code: 'two' }]);
  });

  it('never waits for a standard error that nobody reads', async () => {
    const child = spawn(process.execPath, [writerPath], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    const [code] = (await once(child, 'exit')) as [number | null];
    expect({ code, isQuick: Number(said) < 2000 && said !== '' }).toEqual({ code: 0, isQuick: true });
  }, 20_000);
});
