import { createRouterClient } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import type { LineCommands, ListedLine } from '../../ports/ports-lines';
import { createLineHandlers } from './line-handlers';

const LINE = '+14155550134';
const LISTED: ListedLine = {
  number: LINE,
  name: 'Front',
  canAnswer: true,
  state: 'off',
  destination: { kind: 'server', host: 'old.example' },
};

function client(lines: Partial<LineCommands>) {
  const asked: unknown[] = [];
  const commands: LineCommands = {
    list: async () => ({ ok: true, lines: [LISTED] }),
    goLive: async (number, consent) => {
      asked.push(['goLive', number, consent.takesOverOtherRouting]);
      return { ok: true };
    },
    goOff: async (number) => {
      asked.push(['goOff', number]);
      return { ok: false, problem: 'not-put-back' };
    },
    test: async (number, tell) => {
      asked.push(['test', number]);
      tell({ type: 'began', step: 'number' });
      tell({ type: 'failed', step: 'number', failure: { of: 'line', problem: 'no-keys' } });
    },
    ...lines,
  };
  return { asked, line: createRouterClient(createLineHandlers(commands)) };
}

describe('the console’s lines', () => {
  it('are listed, taken live with the consent given, and off', async () => {
    const { line, asked } = client({});
    expect(await line.list()).toEqual({ ok: true, lines: [LISTED] });
    expect(await line.goLive({ number: LINE, takesOverOtherRouting: true })).toEqual({ ok: true });
    expect(await line.goOff({ number: LINE })).toEqual({ ok: false, problem: 'not-put-back' });
    expect(asked).toEqual([
      ['goLive', LINE, true],
      ['goOff', LINE],
    ]);
  });

  it('are tested, step by step', async () => {
    const { line } = client({});
    const news: unknown[] = [];
    for await (const each of await line.test({ number: LINE })) news.push(each);
    expect(news).toEqual([
      { type: 'began', step: 'number' },
      { type: 'failed', step: 'number', failure: { of: 'line', problem: 'no-keys' } },
    ]);
  });

  it('are not tested any more when the reader has left', async () => {
    let signal: AbortSignal | undefined;
    const { line } = client({
      test: (_number, tell, given) => {
        signal = given;
        tell({ type: 'began', step: 'number' });
        return new Promise((resolve) => given.addEventListener('abort', () => resolve()));
      },
    });
    for await (const each of await line.test({ number: LINE })) {
      expect(each).toEqual({ type: 'began', step: 'number' });
      break;
    }
    expect(signal?.aborted).toBe(true);
  });

  it('say why they cannot be listed', async () => {
    const { line } = client({ list: async () => ({ ok: false, problem: 'keys-refused' }) });
    expect(await line.list()).toEqual({ ok: false, problem: 'keys-refused' });
  });

  it.each(['', '*', '4155550134', `+${'1'.repeat(80)}`])(
    'are not asked about what is no number: %s',
    async (number) => {
      const { line, asked } = client({});
      await expect(line.goLive({ number, takesOverOtherRouting: true })).rejects.toThrow();
      await expect(line.goOff({ number })).rejects.toThrow();
      await expect(line.test({ number })).rejects.toThrow();
      expect(asked).toEqual([]);
    },
  );
});
