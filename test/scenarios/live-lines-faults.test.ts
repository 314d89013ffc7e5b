import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CarrierError } from '../../src/shared/line/carrier-failure';
import type { LineProblem } from '../../src/shared/line/line-problem';
import type { NumberSeed } from '../../src/simulator/twilio/rest/phone-numbers';
import type { RestFault } from '../../src/simulator/twilio/rest/rest-server';
import {
  asItIs,
  ASKED,
  BUSY,
  editElsewhere,
  LINE,
  OK,
  OTHER,
  refused,
  startRun,
  untilTrue,
  useLinesRigs,
} from './live-lines.fixture';

const rigWith = useLinesRigs();

describe('a fault of the carrier while going live', () => {
  const faults: [RestFault['kind'], LineProblem][] = [
    ['too-many-requests', 'too-many-requests'],
    ['server-error', 'carrier-unreachable'],
    ['html-502', 'carrier-unreachable'],
    ['reset', 'carrier-unreachable'],
  ];

  it.each(faults)('is named, leaves the number as it was, and can be tried again: %s', async (kind, problem) => {
    // Requests of going live once: the list, the number again, the change, the number read back.
    for (const before of [0, 1, 2, 3]) {
      const rig = await rigWith(BUSY);
      const was = asItIs(rig.simulator, LINE);
      const { lines, journal } = await startRun(rig);
      rig.simulator.restFaults.arm({ kind: 'latency', ms: 0, times: before + 1 });
      // The library itself tries four times when it is told to slow down.
      rig.simulator.restFaults.arm({ kind, times: kind === 'too-many-requests' ? 4 : 1 });
      expect(await rig.quick(lines.goLive(LINE, ASKED))).toEqual(refused(problem));
      const step = ['keys', 'routing-saved', 'pointed', 'verified'][before];
      expect(journal.last(LINE)).toMatchObject({ state: 'off', step, problem });
      expect(asItIs(rig.simulator, LINE)).toEqual(was);

      expect(await lines.goLive(LINE, ASKED)).toEqual(OK);
      expect(await lines.goOff(LINE)).toEqual(OK);
      expect(asItIs(rig.simulator, LINE)).toEqual(was);
    }
  });

  it('is the keys: none, or wrong ones', async () => {
    const rig = await rigWith(BUSY);
    const { lines } = await startRun(rig);
    const right = rig.keys;
    rig.keys = undefined;
    expect(await lines.goLive(LINE, ASKED)).toEqual(refused('no-keys'));
    expect(await lines.list()).toEqual(refused('no-keys'));
    rig.keys = { accountSid: rig.simulator.account.sid, authToken: 'wrong' };
    expect(await lines.goLive(LINE, ASKED)).toEqual(refused('keys-refused'));
    rig.keys = right;
    expect(await lines.goLive(LINE, ASKED)).toEqual(OK);
    await lines.stop();
  });

  it('may have changed the number all the same: the note stays for another look', async () => {
    const rig = await rigWith(BUSY);
    const was = asItIs(rig.simulator, LINE);
    let late: (() => Promise<unknown>) | undefined;
    const { lines, parts } = await startRun(rig, ({ telephony }) => ({
      telephony: {
        ...telephony,
        // Treats the first change as lost; the carrier applies it later.
        route: async (id, routing) => {
          if (late) return telephony.route(id, routing);
          late = () => telephony.route(id, routing);
          throw new CarrierError('timed-out');
        },
      },
    }));
    expect(await lines.goLive(LINE, ASKED)).toEqual(refused('carrier-timed-out'));
    expect(asItIs(rig.simulator, LINE)).toEqual(was);
    await late?.();
    expect(asItIs(rig.simulator, LINE)).not.toEqual(was);
    await rig.quick(untilTrue(() => parts.savedRoutings.all().size === 0));
    expect(asItIs(rig.simulator, LINE)).toEqual(was);
    expect(rig.clock.pendingTimers).toBe(0);
  });

  it('while going off is said, and tried again until it is done', async () => {
    const rig = await rigWith(BUSY);
    const was = asItIs(rig.simulator, LINE);
    const { lines, journal } = await startRun(rig);
    await lines.goLive(LINE, ASKED);
    rig.simulator.restFaults.arm({ kind: 'server-error', times: 4 });
    expect(await rig.quick(lines.goOff(LINE))).toEqual(refused('not-put-back'));
    expect(journal.last(LINE)).toMatchObject({ state: 'degraded', problem: 'not-put-back' });
    await rig.quick(journal.until(() => journal.last(LINE)?.state === 'off'));
    expect(asItIs(rig.simulator, LINE)).toEqual(was);
    expect(rig.clock.pendingTimers).toBe(0);
  });
});

describe('a number that may not be taken', () => {
  it.each<[LineProblem, NumberSeed]>([
    ['trunk-answers', { ...BUSY, trunkSid: 'TK1' }],
    ['application-answers', { ...BUSY, voiceApplicationSid: 'AP1' }],
    ['cannot-answer', { ...BUSY, canVoice: false }],
    ['no-such-number', { ...BUSY, phoneNumber: OTHER }],
  ])('is left alone: %s', async (problem, seed) => {
    const rig = await rigWith(seed);
    const was = asItIs(rig.simulator, seed.phoneNumber);
    const { lines, journal } = await startRun(rig);
    expect(await lines.goLive(LINE, ASKED)).toEqual(refused(problem));
    expect(journal.of(LINE)).toEqual(['going live keys', `off keys ${problem}`]);
    expect(asItIs(rig.simulator, seed.phoneNumber)).toEqual(was);
    expect(rig.simulator.rest.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it('or cannot be noted down first: it is not touched', async () => {
    const rig = await rigWith(BUSY);
    const was = asItIs(rig.simulator, LINE);
    const { lines, journal } = await startRun(rig);
    const inTheWay = path.join(rig.folder, 'saved-routings.json.next');
    await mkdir(inTheWay);
    expect(await lines.goLive(LINE, ASKED)).toEqual(refused('cannot-save'));
    expect(journal.of(LINE).at(-1)).toBe('off routing-saved cannot-save');
    expect(asItIs(rig.simulator, LINE)).toEqual(was);
    await rm(inTheWay, { recursive: true });
    expect(await lines.goLive(LINE, ASKED)).toEqual(OK);
    await lines.stop();
  });

  it('or does not stay ours: what was written is taken back', async () => {
    const rig = await rigWith(BUSY);
    const was = asItIs(rig.simulator, LINE);
    const { lines, journal } = await startRun(rig, ({ telephony }) => ({
      telephony: {
        ...telephony,
        route: async (id, routing) => {
          const after = await telephony.route(id, routing);
          editElsewhere(rig.simulator, LINE, { trunk_sid: 'TK1' });
          return after;
        },
      },
    }));
    expect(await lines.goLive(LINE, ASKED)).toEqual(refused('not-verified'));
    expect(journal.last(LINE)).toMatchObject({ state: 'off', step: 'verified' });
    expect(asItIs(rig.simulator, LINE)).toEqual({ ...was, trunk_sid: 'TK1' });
  });
});

describe('stopping', () => {
  it('takes no longer than 4 s when the carrier is stuck, and the next start does the rest', async () => {
    const rig = await rigWith(BUSY, { phoneNumber: OTHER });
    const was = [asItIs(rig.simulator, LINE), asItIs(rig.simulator, OTHER)];
    let isStuck = false;
    const { lines } = await startRun(rig, ({ telephony }) => ({
      telephony: {
        ...telephony,
        number: (id) => (isStuck ? new Promise(() => undefined) : telephony.number(id)),
      },
    }));
    await Promise.all([LINE, OTHER].map((number) => lines.goLive(number, ASKED)));
    isStuck = true;
    const startedMs = rig.clock.nowMs();
    await rig.quick(lines.stop());
    expect(rig.clock.nowMs() - startedMs).toBe(4000);
    expect(rig.clock.pendingTimers).toBe(0);

    const next = await startRun(rig);
    await next.lines.restoreLeftovers([]);
    expect([asItIs(rig.simulator, LINE), asItIs(rig.simulator, OTHER)]).toEqual(was);
  });

  it('does not wait for a look that is being taken', async () => {
    const rig = await rigWith(BUSY);
    const { lines } = await startRun(rig);
    await lines.goLive(LINE, ASKED);
    rig.base = undefined;
    const look = lines.check();
    await untilTrue(() => rig.clock.pendingTimers === 2);
    await lines.stop();
    await look;
    expect(rig.clock.pendingTimers).toBe(0);
  });
});

describe('what is said', () => {
  it('holds no address, no key and no number in the log', async () => {
    const rig = await rigWith({ ...BUSY, voiceUrl: 'https://user:canary@old.example/voice' });
    const { lines, journal } = await startRun(rig);
    rig.simulator.restFaults.arm({ kind: 'server-error', times: 3 });
    await lines.goLive(LINE, ASKED);
    await lines.goLive(LINE, ASKED);
    await rig.quick(lines.goLive(LINE, ASKED));
    await rig.quick(lines.goLive(LINE, ASKED));
    await lines.stop();
    const listed = JSON.stringify(await lines.list());
    expect(rig.logged.length).toBeGreaterThan(0);
    expect(rig.logged.join()).not.toMatch(/4155550134|old\.example/);
    expect(`${rig.logged.join()}${JSON.stringify(journal.changes)}${listed}`).not.toContain('canary');
    expect(JSON.stringify(journal.changes)).not.toContain(rig.simulator.account.authToken);
  });
});
