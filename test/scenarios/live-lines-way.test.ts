import { describe, expect, it } from 'vitest';
import { createReachability } from '../../src/main/lines/reachability';
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

describe('the way to us', () => {
  it('is waited for when it is being built, and missed when it never comes', async () => {
    const rig = await rigWith(BUSY);
    const { lines, journal } = await startRun(rig);
    const { base } = rig;
    rig.base = undefined;
    expect(await rig.quick(lines.goLive(LINE, ASKED))).toEqual(refused('no-public-address'));
    const going = lines.goLive(LINE, ASKED);
    await journal.until(() => journal.last(LINE)?.step === 'tunnel');
    rig.base = base;
    lines.publicBaseChanged();
    expect(await going).toEqual(OK);
    await lines.stop();
  });

  it('is proven before the number is touched', async () => {
    const rig = await rigWith(BUSY);
    const was = asItIs(rig.simulator, LINE);
    const { lines } = await startRun(rig);
    rig.tunnel.refuse(true);
    expect(await rig.quick(lines.goLive(LINE, ASKED))).toEqual(refused('public-no-connection'));
    rig.tunnel.refuse(false);
    const { base } = rig;
    rig.base = new URL(rig.simulator.apiUrl);
    expect(await rig.quick(lines.goLive(LINE, ASKED))).toEqual(refused('public-other-answer'));
    expect(asItIs(rig.simulator, LINE)).toEqual(was);
    rig.base = base;
    expect(await lines.goLive(LINE, ASKED)).toEqual(OK);
    await lines.stop();
  });

  it('lost, the line is degraded; back, it is live, without a click', async () => {
    const rig = await rigWith({ phoneNumber: LINE });
    const { lines, journal } = await startRun(rig);
    await lines.goLive(LINE, ASKED);
    rig.tunnel.refuse(true);
    rig.tunnel.reset();
    await rig.quick(lines.check());
    expect(journal.last(LINE)).toMatchObject({ state: 'degraded', problem: 'public-no-connection' });
    expect(journal.last(LINE)?.detail).toContain('The connection to the public URL broke.');
    await rig.quick(lines.check());
    rig.tunnel.refuse(false);
    await rig.quick(journal.until(() => journal.last(LINE)?.state === 'live'));
    expect(journal.of(LINE).slice(-3)).toEqual(['live', 'degraded public-no-connection', 'live']);
    expect(rig.simulator.rest.filter(({ method }) => method === 'POST')).toHaveLength(1);
    await lines.stop();
  });

  it('stalled, the line is degraded as soon as two questions had no answer in their time', async () => {
    const rig = await rigWith({ phoneNumber: LINE });
    let isStalled = false;
    const inItsTime = createReachability({ offerNonce: () => 'never told', clock: rig.clock });
    const { lines, journal } = await startRun(rig, ({ proveReachable }) => ({
      proveReachable: (base) => (isStalled ? inItsTime : proveReachable)(base),
    }));
    await lines.goLive(LINE, ASKED);
    isStalled = true;
    rig.tunnel.pause();
    await rig.quick(lines.check());
    expect(journal.last(LINE)).toMatchObject({ state: 'degraded', problem: 'public-timed-out' });
    isStalled = false;
    rig.tunnel.resume();
    await rig.quick(journal.until(() => journal.last(LINE)?.state === 'live'));
    await lines.stop();
  });

  it('lost for a minute, calls go where they went before until it is back', async () => {
    const rig = await rigWith(BUSY);
    const was = asItIs(rig.simulator, LINE);
    const { lines, journal } = await startRun(rig);
    await lines.goLive(LINE, ASKED);
    const { base } = rig;
    rig.base = undefined;
    lines.publicBaseChanged();
    await rig.quick(journal.until(() => journal.last(LINE)?.detail?.includes('Meanwhile') ?? false));
    expect(journal.last(LINE)).toMatchObject({ state: 'degraded', problem: 'no-public-address' });
    expect(asItIs(rig.simulator, LINE)).toEqual(was);
    rig.base = base;
    lines.publicBaseChanged();
    await rig.quick(journal.until(() => journal.last(LINE)?.state === 'live'));
    await lines.goOff(LINE);
    expect(asItIs(rig.simulator, LINE)).toEqual(was);
  });

  it('renamed, live lines follow, but not one that somebody else has changed', async () => {
    const rig = await rigWith(BUSY, { phoneNumber: OTHER, voiceApplicationSid: 'AP1' });
    const was = [asItIs(rig.simulator, LINE), asItIs(rig.simulator, OTHER)];
    const { lines, journal } = await startRun(rig);
    await Promise.all([LINE, OTHER].map((number) => lines.goLive(number, { takesOverOtherRouting: true })));
    rig.base = new URL(`${rig.tunnel.url}/renamed`);
    editElsewhere(rig.simulator, OTHER, { voice_url: 'https://new.example/voice' });
    lines.publicBaseChanged();
    const isFollowed = () => asItIs(rig.simulator, LINE)['voice_url'] === `${rig.base?.href ?? ''}/twiml`;
    await journal.until(() => journal.last(LINE)?.state === 'live' && isFollowed());
    await journal.until(() => journal.last(OTHER)?.problem === 'changed-elsewhere');
    await lines.stop();
    expect(asItIs(rig.simulator, LINE)).toEqual(was[0]);
    expect(asItIs(rig.simulator, OTHER)).toEqual({
      ...was[1],
      voice_application_sid: '',
      voice_url: 'https://new.example/voice',
    });
  });

  it('told again as it was, nothing is asked of anybody', async () => {
    const rig = await rigWith(BUSY);
    let proofs = 0;
    const { lines, journal } = await startRun(rig, ({ proveReachable }) => ({
      proveReachable: async (base) => {
        proofs += 1;
        // As in the product: a proof may change the tunnel's state, which the lines are told.
        lines.publicBaseChanged();
        const proof = await proveReachable(base);
        lines.publicBaseChanged();
        return proof;
      },
    }));
    lines.publicBaseChanged();
    await lines.goLive(LINE, ASKED);
    rig.tunnel.refuse(true);
    rig.tunnel.reset();
    proofs = 0;
    const look = lines.check();
    await untilTrue(() => proofs === 1 && rig.clock.pendingTimers === 2);
    await rig.quick(look);
    expect(proofs).toBe(2);
    expect(journal.last(LINE)?.state).toBe('degraded');
    await lines.stop();
  });

  it('renamed while a line is going live, it ends at the new name', async () => {
    const rig = await rigWith(BUSY);
    const { lines, journal } = await startRun(rig);
    const going = lines.goLive(LINE, ASKED);
    await journal.until(() => journal.last(LINE)?.step === 'pointed');
    rig.base = new URL(`${rig.tunnel.url}/renamed`);
    lines.publicBaseChanged();
    expect(await going).toEqual(OK);
    await untilTrue(() => asItIs(rig.simulator, LINE)['voice_url'] === `${rig.tunnel.url}/renamed/twiml`);
    await lines.stop();
  });
});
