import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { NumberRecord, NumberSeed } from '../../src/simulator/twilio/rest/phone-numbers';
import childPath from './live-lines-child.fixture?modulePath';
import type { ChildOrder } from './live-lines-child.fixture';
import { asItIs, editElsewhere, LINE, startRun, useLinesRigs } from './live-lines.fixture';
import type { LinesParts } from '../../src/main/lines/lines';

const TRUNKED: NumberSeed = {
  phoneNumber: LINE,
  voiceUrl: 'https://old.example/voice',
  voiceMethod: 'GET',
  statusCallback: 'https://old.example/status',
  trunkSid: 'TK0',
};
const EDIT: Partial<NumberRecord> = { voice_url: 'https://new.example/voice', voice_method: 'POST' };

const rigWith = useLinesRigs();

/** Freezes a run at its nth request to the carrier or the disk, before it is sent or after it was answered. */
function freezeAt(
  nth: number,
  parts: LinesParts,
  counts: () => boolean = () => true,
): { parts: Partial<LinesParts>; frozen: Promise<boolean> } {
  let moments = 0;
  let freeze: (isFrozen: boolean) => void = () => undefined;
  const frozen = new Promise<boolean>((resolve) => (freeze = resolve));
  const moment = async (): Promise<void> => {
    if (counts()) moments += 1;
    if (moments < nth) return;
    freeze(true);
    await new Promise(() => undefined);
  };
  const around =
    <A extends unknown[], T>(ask: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      await moment();
      const answer = await ask(...args);
      await moment();
      return answer;
    };
  const { telephony, savedRoutings } = parts;
  return {
    frozen,
    parts: {
      telephony: {
        numbers: around(() => telephony.numbers()),
        number: around((id) => telephony.number(id)),
        route: around((id, routing) => telephony.route(id, routing)),
      },
      savedRoutings: {
        ...savedRoutings,
        save: around((number, saved) => savedRoutings.save(number, saved)),
        forget: around((number) => savedRoutings.forget(number)),
      },
    },
  };
}

describe('a run that ends at any moment', () => {
  it.each([
    ['nobody changes the number', undefined],
    ['somebody changes the number meanwhile', EDIT],
  ])('is made good by the next start: %s', async (_name, edit) => {
    let moments = 0;
    for (let isOver = false; !isOver;) {
      moments += 1;
      const rig = await rigWith(TRUNKED);
      const was = asItIs(rig.simulator, LINE);
      let frozen: Promise<boolean> = Promise.resolve(false);
      const { lines, journal } = await startRun(rig, (parts) => {
        const ice = freezeAt(moments, parts);
        frozen = ice.frozen;
        return ice.parts;
      });
      const whole = async (): Promise<boolean> => {
        await lines.goLive(LINE, { takesOverOtherRouting: true });
        await lines.goOff(LINE);
        return false;
      };
      isOver = !(await Promise.race([whole(), frozen]));
      const wasTouched = asItIs(rig.simulator, LINE)['trunk_sid'] === '';
      if (edit) editElsewhere(rig.simulator, LINE, edit);

      const next = await startRun(rig);
      await next.lines.restoreLeftovers([{ number: LINE, state: journal.last(LINE)?.state ?? 'off' }]);
      const trunk = wasTouched && edit ? { trunk_sid: '' } : {};
      expect(asItIs(rig.simulator, LINE)).toEqual({ ...was, ...edit, ...trunk });
      expect((await startRun(rig)).parts.savedRoutings.all().size).toBe(0);
      expect(next.journal.changes.map(({ state }) => state).filter((state) => state !== 'off')).toEqual([]);
      if (wasTouched) expect(next.journal.last(LINE)?.problem).toBe(edit && 'edit-kept');
    }
    expect(moments).toBeGreaterThan(16);
  });

  it('is made good when a live line was following a renamed tunnel', async () => {
    let moments = 0;
    for (let isOver = false; !isOver;) {
      moments += 1;
      const rig = await rigWith(TRUNKED);
      const was = asItIs(rig.simulator, LINE);
      let thaw = true;
      let frozen: Promise<boolean> = Promise.resolve(false);
      const { lines, journal } = await startRun(rig, (parts) => {
        const ice = freezeAt(moments, parts, () => !thaw);
        frozen = ice.frozen;
        return ice.parts;
      });
      await lines.goLive(LINE, { takesOverOtherRouting: true });
      thaw = false;
      rig.base = new URL(`${rig.tunnel.url}/renamed`);
      lines.publicBaseChanged();
      const isFollowed = () => journal.of(LINE).filter((state) => state === 'live').length === 2;
      isOver = !(await Promise.race([journal.until(isFollowed).then(() => false), frozen]));

      const next = await startRun(rig);
      await next.lines.restoreLeftovers([]);
      expect(asItIs(rig.simulator, LINE)).toEqual(was);
      expect(next.journal.of(LINE)).toEqual(['off']);
    }
    expect(moments).toBeGreaterThan(10);
  });

  it('is told of with its lines off, when nothing was left behind', async () => {
    const rig = await rigWith(TRUNKED);
    const { lines, journal } = await startRun(rig);
    await lines.restoreLeftovers([
      { number: LINE, state: 'going live' },
      { number: '+2', state: 'off' },
    ]);
    expect(journal.of(LINE)).toEqual(['off']);
    expect(journal.changes).toHaveLength(1);
    expect(rig.simulator.rest).toEqual([]);
  });

  it('waits for a carrier that does not answer, and for a number that is not there', async () => {
    const rig = await rigWith(TRUNKED);
    const was = asItIs(rig.simulator, LINE);
    await (await startRun(rig)).lines.goLive(LINE, { takesOverOtherRouting: true });
    const record = rig.simulator.numbers.get(LINE);

    const { lines, journal } = await startRun(rig);
    rig.simulator.restFaults.arm({ kind: 'reset', times: 5 });
    await rig.quick(lines.restoreLeftovers([]));
    expect(journal.of(LINE)).toEqual(['degraded not-put-back']);
    await rig.quick(journal.until(() => journal.last(LINE)?.state === 'off'));
    expect(asItIs(rig.simulator, LINE)).toEqual(was);

    await lines.goLive(LINE, { takesOverOtherRouting: true });
    const numbers = rig.simulator.numbers as Map<string, NumberRecord>;
    numbers.delete(LINE);
    const third = await startRun(rig);
    await third.lines.restoreLeftovers([]);
    expect(third.journal.of(LINE)).toEqual([]);
    if (record) numbers.set(LINE, record);
    await (await startRun(rig)).lines.restoreLeftovers([]);
    expect(asItIs(rig.simulator, LINE)).toEqual(was);
  });
});

describe('a process that is killed', () => {
  const points = [
    'going live: keys',
    'going live: reachable',
    'going live: saved',
    'going live: pointed',
    'going live: routed',
    'going live: verified',
    'live',
    'stop begins',
    'going off: routed',
    'off',
    'stop ended',
  ];

  it.each(points)('leaves nothing that the next start does not put back: %s', async (dieAt) => {
    const rig = await rigWith(TRUNKED);
    const was = asItIs(rig.simulator, LINE);
    const { sid: accountSid, authToken } = rig.simulator.account;
    const { folder, simulator } = rig;
    const order: ChildOrder = { folder, apiUrl: simulator.apiUrl, accountSid, authToken, number: LINE, dieAt };
    const child = spawn(process.execPath, [childPath, JSON.stringify(order)], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
    const isOurs = String(asItIs(rig.simulator, LINE)['voice_url']).startsWith('http://127.0.0.1');
    expect(isOurs).toBe(['going live: routed', 'going live: verified', 'live', 'stop begins'].includes(dieAt));

    const { lines, journal } = await startRun(rig);
    await lines.restoreLeftovers([]);
    expect(asItIs(rig.simulator, LINE)).toEqual(was);
    expect(journal.last(LINE)?.problem).toBeUndefined();
    expect((await startRun(rig)).parts.savedRoutings.all().size).toBe(0);
  });
});
