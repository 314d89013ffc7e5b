import { describe, expect, it } from 'vitest';
import { HandClock } from '../tools.fixture';
import { runInSandbox } from './script-sandbox.fixture';

describe('what a script answers', () => {
  it.each([
    ['return 12n', '12'],
    ['return { id: 12n }', 'TypeError: An answer cannot hold a BigInt: make it a text with String'],
    ['const a = {}; a.a = a; return a', 'TypeError: An answer cannot hold an object that holds itself'],
    ['return { a: Promise.resolve(1) }', 'TypeError: An answer cannot hold a promise: await it'],
    ['return new Map([[1, 2]])', 'TypeError: An answer cannot hold a Map: use Object.fromEntries'],
    ['return () => 1', 'TypeError: An answer cannot hold a function'],
    ['return 0 / 0', 'NaN'],
    ['return { at: new Date(0), a: [null, true] }', '{"at":"1970-01-01T00:00:00.000Z","a":[null,true]}'],
    ['return "before\\0after\\ud83d\\ude00"', 'before\0after\u{1F600}'],
    ['throw new Error("before\\0after")', 'Error: before\0after'],
    ['return [1, 2, 3].map((a) => args.a + a + args.b).join()', '3x\0,4x\0,5x\0'],
  ])('is right, or fails in words: %j', async (code, expected) => {
    const end = await runInSandbox(code, { args: '{"a":2,"b":"x\\u0000"}' });
    expect(end.kind === 'answered' ? end.output : end.detail).toBe(expected);
    expect(end.kind).toBe(/^TypeError|^Error/.test(expected) ? 'failed' : 'answered');
  });

  it.each(['s', '{ s }', '[s, s.length]'])(
    'fails when it does not fit into the memory of the script: %s',
    async (it) => {
      const end = await runInSandbox(`let s = "x"; while (s.length < 2e6) s += s; return ${it}`, { memoryMb: 1 });
      expect(end).toMatchObject({ kind: 'failed', why: 'out-of-memory' });
    },
  );

  it('is as right on the console', async () => {
    const lines: string[] = [];
    await runInSandbox('console.log("a\\0b", 1n, { a: 1n }, null, new RangeError("no"))', {
      say: (line) => lines.push(line),
    });
    expect(lines).toEqual(['a\0b 1 (An answer cannot hold a BigInt: make it a text with String) null RangeError: no']);
  });
});

describe('a script that sleeps', () => {
  it('goes on when its time is over, whatever else sleeps', async () => {
    const clock = new HandClock();
    const slept: string[] = [];
    const end = runInSandbox(
      'await Promise.all([300, 10].map(async (ms) => { await sleep(ms); console.log(ms); })); return "done"',
      { after: (delayMs, run) => clock.after(delayMs, run), say: (line) => slept.push(line) },
    );
    await Promise.resolve();
    clock.pass(10);
    expect(slept).toEqual(['10']);
    clock.pass();
    expect(await end).toEqual({ kind: 'answered', output: 'done' });
    expect(slept).toEqual(['10', '300']);
  });

  it('may not sleep in a hundred places at once, nor for what is no time', async () => {
    const code = `const told = (error) => error.message;
      return [await Promise.all(Array.from({ length: 101 }, () => sleep(1))).catch(told), await sleep('soon').catch(told)].join()`;
    expect(await runInSandbox(code)).toMatchObject({
      output: 'A script may sleep in 100 places at once,sleep takes a number of milliseconds',
    });
  });
});

it('begins no two scripts with the same chance', async () => {
  const ends = await Promise.all(Array.from({ length: 30 }, () => runInSandbox('return Math.random()')));
  expect(new Set(ends.map((end) => end.kind === 'answered' && end.output)).size).toBe(30);
});
