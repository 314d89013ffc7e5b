import { describe, expect, it } from 'vitest';
import { asItIs, ASKED, editElsewhere, LINE, OK, OTHER, startRun, useLinesRigs } from './live-lines.fixture';
import type { NumberSeed } from '../../src/simulator/twilio/rest/phone-numbers';

const STEPS = ['keys', 'listener', 'tunnel', 'reachable', 'routing-saved', 'pointed', 'verified'];
const GOING_LIVE = STEPS.map((step) => `going live ${step}`);
const ofLine = { canAnswer: true, state: 'live' };

const rigWith = useLinesRigs();

const BUSY: NumberSeed = {
  phoneNumber: LINE,
  voiceUrl: 'https://user:pass@old.example/voice?x=1',
  voiceMethod: 'GET',
  voiceFallbackUrl: 'https://old.example/sorry',
  statusCallback: 'https://old.example/status',
};

describe('going live and going off', () => {
  it.each<[string, NumberSeed]>([
    ['a number that was busy elsewhere', BUSY],
    ['a number that pointed to nothing', { phoneNumber: LINE }],
    ['an app’s number', { ...BUSY, voiceApplicationSid: 'AP0' }],
    ['a trunk’s number', { ...BUSY, trunkSid: 'TK0' }],
  ])('gives every field of %s back', async (_name, seed) => {
    const rig = await rigWith(seed);
    const { lines, journal } = await startRun(rig);
    const before = asItIs(rig.simulator, LINE);
    expect(await lines.goLive(LINE, { takesOverOtherRouting: true })).toEqual(OK);
    expect(asItIs(rig.simulator, LINE)).toEqual({
      ...before,
      voice_url: `${rig.base?.href ?? ''}/twiml`,
      voice_method: 'POST',
      status_callback: `${rig.base?.href ?? ''}/status`,
      voice_application_sid: '',
      trunk_sid: '',
    });
    expect(await lines.goOff(LINE)).toEqual(OK);
    expect(asItIs(rig.simulator, LINE)).toEqual(before);
    expect(journal.of(LINE)).toEqual([...GOING_LIVE, 'live', 'off']);
    expect((await startRun(rig)).parts.savedRoutings.all().size).toBe(0);
  });

  it('does both only once, however often it is asked', async () => {
    const rig = await rigWith(BUSY);
    const { lines, journal } = await startRun(rig);
    const answers = await Promise.all([lines.goLive(LINE, ASKED), lines.goLive(LINE, ASKED)]);
    answers.push(await lines.goLive(LINE, ASKED));
    answers.push(...(await Promise.all([lines.goOff(LINE), lines.goOff(LINE)])), await lines.goOff(LINE));
    expect(answers).toEqual([OK, OK, OK, OK, OK, OK]);
    expect(journal.of(LINE)).toEqual([...GOING_LIVE, 'live', 'off']);
    expect(rig.simulator.rest.filter(({ method }) => method === 'POST')).toHaveLength(2);
  });

  it('takes two lines at once, each with its own past', async () => {
    const rig = await rigWith(BUSY, { phoneNumber: OTHER, trunkSid: 'TK9' });
    const { lines } = await startRun(rig);
    const before = [asItIs(rig.simulator, LINE), asItIs(rig.simulator, OTHER)];
    const yes = { takesOverOtherRouting: true };
    expect(await Promise.all([lines.goLive(LINE, yes), lines.goLive(OTHER, yes)])).toEqual([OK, OK]);
    expect(await lines.list()).toEqual({
      ok: true,
      lines: [
        { ...ofLine, number: LINE, name: LINE, destination: { kind: 'server', host: 'old.example' } },
        { ...ofLine, number: OTHER, name: OTHER, destination: { kind: 'trunk', id: 'TK9' } },
      ],
    });
    await lines.stop();
    expect([asItIs(rig.simulator, LINE), asItIs(rig.simulator, OTHER)]).toEqual(before);
    expect(await lines.goLive(LINE, yes)).toEqual({ ok: false, problem: 'stopping' });
  });

  it('is ended by going off at any step, and leaves nothing behind', async () => {
    for (const step of STEPS) {
      const rig = await rigWith(BUSY);
      const before = asItIs(rig.simulator, LINE);
      const { lines, journal } = await startRun(rig);
      const going = lines.goLive(LINE, ASKED);
      await journal.until(() => journal.last(LINE)?.step === step);
      const off = lines.goOff(LINE);
      expect(await going).toEqual({ ok: false, problem: 'cancelled' });
      expect(await off).toEqual(OK);
      expect(asItIs(rig.simulator, LINE)).toEqual(before);
      expect(journal.of(LINE).at(-1)).toBe('off');
      expect((await startRun(rig)).parts.savedRoutings.all().size).toBe(0);
    }
  });

  it('goes live again when that is asked last', async () => {
    const rig = await rigWith(BUSY);
    const { lines, journal } = await startRun(rig);
    const answers = await Promise.all([lines.goLive(LINE, ASKED), lines.goOff(LINE), lines.goLive(LINE, ASKED)]);
    expect(answers).toEqual([{ ok: false, problem: 'cancelled' }, OK, OK]);
    expect(journal.of(LINE).at(-1)).toBe('live');
  });

  it('goes live again when that is asked while it is going off', async () => {
    const rig = await rigWith(BUSY);
    const { lines, journal } = await startRun(rig);
    await lines.goLive(LINE, ASKED);
    expect(await Promise.all([lines.goOff(LINE), lines.goLive(LINE, ASKED)])).toEqual([OK, OK]);
    expect(journal.of(LINE)).toEqual([...GOING_LIVE, 'live', 'off', ...GOING_LIVE, 'live']);
    expect(asItIs(rig.simulator, LINE)['voice_url']).toBe(`${rig.base?.href ?? ''}/twiml`);
  });

  it('finds a number again that was given back and bought anew', async () => {
    const rig = await rigWith(BUSY);
    const { lines } = await startRun(rig);
    await lines.list();
    editElsewhere(rig.simulator, LINE, { sid: `PN${'7'.repeat(32)}` });
    expect(await lines.goLive(LINE, ASKED)).toEqual(OK);
    await lines.stop();
  });

  it('proves the public address once for all lines that ask at the same time', async () => {
    const rig = await rigWith(BUSY, { phoneNumber: OTHER }, { phoneNumber: '+3' });
    let proofs = 0;
    const { lines } = await startRun(rig, ({ proveReachable }) => ({
      proveReachable: (base) => {
        proofs += 1;
        return proveReachable(base);
      },
    }));
    await lines.keepLive(['*']);
    expect(proofs).toBe(1);
    await lines.stop();
  });

  it('gives back a fallback to no address only as far as the carrier takes it', async () => {
    const rig = await rigWith({
      phoneNumber: LINE,
      voiceApplicationSid: 'AP0',
      voiceFallbackUrl: 'https://old.example/',
    });
    const { lines } = await startRun(rig);
    const before = asItIs(rig.simulator, LINE);
    expect(await lines.goLive(LINE, { takesOverOtherRouting: true })).toEqual(OK);
    expect(await lines.goOff(LINE)).toEqual(OK);
    expect(asItIs(rig.simulator, LINE)).toEqual({ ...before, voice_fallback_url: '' });
  });

  it('uses the fallback that the user chose', async () => {
    const rig = await rigWith(BUSY);
    const fallbackUrl = () => 'https://handler.example/sorry';
    const { lines } = await startRun(rig, () => ({ fallbackUrl }));
    const before = asItIs(rig.simulator, LINE);
    await lines.goLive(LINE, ASKED);
    expect(asItIs(rig.simulator, LINE)).toMatchObject({ voice_fallback_url: 'https://handler.example/sorry' });
    await lines.goOff(LINE);
    expect(asItIs(rig.simulator, LINE)).toEqual(before);
  });
});

describe('a line without a click', () => {
  it('names every number that can answer with *, whatever answers it now', async () => {
    const rig = await rigWith(BUSY, { phoneNumber: OTHER, trunkSid: 'TK9' }, { phoneNumber: '+3', canVoice: false });
    const { lines, journal } = await startRun(rig);
    await lines.keepLive(['*']);
    expect(journal.last(LINE)?.state).toBe('live');
    expect(journal.last(OTHER)?.state).toBe('live');
    expect(journal.last('+3')).toBeUndefined();
    await lines.stop();
  });

  it('keeps trying until the carrier answers, and not after it was gone off', async () => {
    const rig = await rigWith(BUSY);
    const { lines, journal } = await startRun(rig);
    rig.simulator.restFaults.arm({ kind: 'server-error', times: 2 });
    await lines.keepLive(['*', OTHER]);
    expect(journal.last(LINE)).toBeUndefined();
    expect(journal.of(OTHER)).toEqual(['going live keys', 'off keys carrier-unreachable']);
    await rig.quick(journal.until(() => journal.last(LINE)?.state === 'live'));
    await rig.quick(journal.until(() => journal.last(OTHER)?.problem === 'no-such-number'));
    await lines.goOff(LINE);
    await lines.goOff(OTHER);
    expect(rig.clock.pendingTimers).toBe(0);
  });
});

describe('250 numbers', () => {
  it('are listed over pages and go live and off together', async () => {
    const seeds = Array.from({ length: 250 }, (_, i) => ({ ...BUSY, phoneNumber: `+1415${String(5_550_000 + i)}` }));
    const rig = await rigWith(...seeds);
    const before = seeds.map(({ phoneNumber }) => asItIs(rig.simulator, phoneNumber));
    const { lines, journal } = await startRun(rig);
    const listed = await lines.list();
    expect(listed.ok && listed.lines.map(({ number }) => number)).toEqual(seeds.map(({ phoneNumber }) => phoneNumber));
    await lines.keepLive(['*']);
    expect(seeds.filter(({ phoneNumber }) => journal.last(phoneNumber)?.state === 'live')).toHaveLength(250);
    await lines.stop();
    expect(seeds.map(({ phoneNumber }) => asItIs(rig.simulator, phoneNumber))).toEqual(before);
  });
});

describe('a look at the numbers', () => {
  it.each(['before', 'while'])(
    'that was taken %s a line went live is not taken for somebody’s change',
    async (when) => {
      const rig = await rigWith(BUSY, { phoneNumber: OTHER });
      let isHeld = false;
      let letGo = (): void => undefined;
      let seen = (): void => undefined;
      const isSeen = new Promise<void>((resolve) => (seen = resolve));
      const { lines, journal } = await startRun(rig, ({ telephony }) => ({
        telephony: {
          ...telephony,
          numbers: async () => {
            const found = await telephony.numbers();
            if (!isHeld) return found;
            seen();
            await new Promise<void>((resolve) => (letGo = resolve));
            return found;
          },
        },
      }));
      await lines.goLive(OTHER, ASKED);
      isHeld = true;
      const going = when === 'while' ? lines.goLive(LINE, ASKED) : undefined;
      const look = lines.check();
      await isSeen;
      expect(await (going ?? lines.goLive(LINE, ASKED))).toEqual(OK);
      letGo();
      await look;
      expect(journal.of(LINE)).toEqual([...GOING_LIVE, 'live']);
      await lines.stop();
    },
  );
});

describe('somebody else’s change', () => {
  it.each<[string, Parameters<typeof editElsewhere>[2], boolean]>([
    ['of the voice address', { voice_url: 'https://new.example/voice', voice_method: 'POST' }, true],
    ['of the trunk', { trunk_sid: 'TK5' }, true],
    ['of the status address', { status_callback: 'https://new.example/status' }, false],
    ['of the fallback', { voice_fallback_url: 'https://new.example/sorry' }, false],
    ['of the name', { friendly_name: 'Reception' }, false],
  ])('%s is kept, and everything else of ours goes', async (_name, edit, takesCalls) => {
    const rig = await rigWith({ ...BUSY, voiceApplicationSid: 'AP0' });
    const { lines, journal } = await startRun(rig);
    const before = asItIs(rig.simulator, LINE);
    await lines.goLive(LINE, { takesOverOtherRouting: true });
    editElsewhere(rig.simulator, LINE, edit);
    await lines.check();
    expect(journal.last(LINE)).toMatchObject(
      takesCalls ? { state: 'degraded', problem: 'changed-elsewhere' } : { state: 'live' },
    );
    const states = [...GOING_LIVE, 'live', ...(takesCalls ? ['degraded changed-elsewhere'] : [])];
    expect(journal.of(LINE)).toEqual(states);
    expect(await lines.goOff(LINE)).toEqual(OK);
    const owner = takesCalls ? { voice_application_sid: '' } : {};
    expect(asItIs(rig.simulator, LINE)).toEqual({ ...before, ...owner, ...edit });
    expect(journal.last(LINE)?.problem).toBe('friendly_name' in edit ? undefined : 'edit-kept');
  });

  it('is taken back by a person who goes live again, and is then what going off gives back', async () => {
    const rig = await rigWith(BUSY);
    const { lines, journal } = await startRun(rig);
    await lines.goLive(LINE, ASKED);
    editElsewhere(rig.simulator, LINE, { voice_url: 'https://new.example/voice' });
    await lines.check();
    expect(journal.last(LINE)?.state).toBe('degraded');
    const edited = { ...asItIs(rig.simulator, LINE), status_callback: 'https://old.example/status' };
    expect(await lines.goLive(LINE, ASKED)).toEqual(OK);
    await lines.goOff(LINE);
    expect(asItIs(rig.simulator, LINE)).toEqual(edited);
  });
});
