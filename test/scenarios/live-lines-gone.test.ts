import { describe, expect, it } from 'vitest';
import { asItIs, ASKED, LINE, OTHER, startRun, type LinesRig, useLinesRigs } from './live-lines.fixture';
import type { NumberRecord } from '../../src/simulator/twilio/rest/phone-numbers';

const OF_ANOTHER = { accountId: () => `AC${'9'.repeat(32)}` };

const rigWith = useLinesRigs();

/** Removes the number from the account. */
function release({ simulator }: LinesRig, number: string): NumberRecord {
  const numbers = simulator.numbers as Map<string, NumberRecord>;
  const record = numbers.get(number);
  if (!record) throw new Error(`${number} is no number of this account`);
  numbers.delete(number);
  return record;
}

describe('a number that is gone from the account', () => {
  it('is told to be so when it was live, and put back should it come again', async () => {
    const rig = await rigWith({ phoneNumber: LINE, voiceUrl: 'https://old.example/voice' }, { phoneNumber: OTHER });
    const before = asItIs(rig.simulator, LINE);
    const { lines, journal } = await startRun(rig);
    await lines.goLive(LINE, ASKED);
    const record = release(rig, LINE);
    await lines.check();
    expect(journal.removed).toEqual([LINE]);
    expect(journal.last(LINE)?.state).toBe('live');
    await lines.check();
    expect(journal.removed).toEqual([LINE]);
    (rig.simulator.numbers as Map<string, NumberRecord>).set(LINE, record);
    await lines.check();
    expect(asItIs(rig.simulator, LINE)).toEqual(before);
  });

  it('is told when the numbers are listed: one that was off, and one that an earlier run knew', async () => {
    const rig = await rigWith({ phoneNumber: LINE }, { phoneNumber: OTHER });
    const { lines, journal } = await startRun(rig);
    await lines.restoreLeftovers([{ number: '+15550001', state: 'off' }]);
    await lines.goLive(LINE, ASKED);
    await lines.goOff(LINE);
    await lines.list();
    expect(journal.removed).toEqual(['+15550001']);
    release(rig, LINE);
    await lines.list();
    await lines.list();
    expect(journal.removed).toEqual(['+15550001', LINE]);
  });

  it('is not forgotten because a list lacks it', async () => {
    const rig = await rigWith({ phoneNumber: LINE }, { phoneNumber: OTHER });
    let isLacking = false;
    const { lines, journal } = await startRun(rig, ({ telephony }) => ({
      telephony: { ...telephony, numbers: async () => (await telephony.numbers()).slice(isLacking ? 1 : 0) },
    }));
    await lines.goLive(LINE, ASKED);
    const before = journal.changes.length;
    isLacking = true;
    await lines.check();
    expect(journal.removed).toEqual([]);
    expect(journal.changes).toHaveLength(before);
    await lines.stop();
  });

  it('under another account’s keys still points here, so the line says so', async () => {
    const rig = await rigWith({ phoneNumber: LINE });
    const account = { id: OF_ANOTHER.accountId() };
    const { lines, journal } = await startRun(rig, () => ({ accountId: () => account.id }));
    await lines.goLive(LINE, ASKED);
    account.id = `AC${'8'.repeat(32)}`;
    release(rig, LINE);
    await lines.check();
    expect(journal.removed).toEqual([]);
    expect(journal.last(LINE)).toMatchObject({ state: 'degraded', problem: 'no-such-number' });
  });

  it('and named by the configuration is waited for', async () => {
    const rig = await rigWith({ phoneNumber: LINE });
    const { lines, journal } = await startRun(rig);
    await lines.keepLive([LINE]);
    const record = release(rig, LINE);
    await lines.check();
    expect(journal.last(LINE)).toMatchObject({ state: 'degraded', problem: 'no-such-number' });
    (rig.simulator.numbers as Map<string, NumberRecord>).set(LINE, record);
    await lines.check();
    expect(journal.last(LINE)?.state).toBe('live');
    await lines.stop();
  });
});

describe('a line that cannot be mended', () => {
  it('is looked after less often when that lasts', async () => {
    const rig = await rigWith({ phoneNumber: LINE });
    let proofs = 0;
    let underWay = 0;
    const { lines, journal } = await startRun(rig, ({ proveReachable }) => ({
      proveReachable: async (base) => {
        proofs += 1;
        underWay += 1;
        return proveReachable(base).finally(() => (underWay -= 1));
      },
    }));
    await lines.goLive(LINE, ASKED);
    rig.tunnel.refuse(true);
    rig.tunnel.reset();
    await rig.quick(lines.check());
    expect(journal.last(LINE)?.state).toBe('degraded');
    const countIn = async (minutes: number): Promise<number> => {
      const from = proofs;
      const untilMs = rig.clock.nowMs() + minutes * 60_000;
      while (rig.clock.nowMs() < untilMs) {
        if (underWay === 0) rig.clock.advance(500);
        await new Promise((resolve) => setImmediate(resolve));
      }
      return proofs - from;
    };
    expect(await countIn(10)).toBeGreaterThanOrEqual(20);
    await countIn(10);
    expect(await countIn(30)).toBeLessThanOrEqual(14);
  });
});
