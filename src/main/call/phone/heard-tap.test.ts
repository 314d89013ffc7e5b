import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CallRig, type Caller } from '../call.fixture';
import { Operator, runsOf } from '../operator.fixture';

const FRAME_BYTES = 160;

/** Caller at a distance: sound takes as long in either direction, and every 20 ms of theirs differs. */
class FarCaller {
  /** Frames that the caller said, with the times at which they said them. */
  readonly said: { readonly atMs: number; readonly audio: Buffer }[] = [];
  private frames = 0;

  constructor(
    private readonly rig: CallRig,
    readonly caller: Caller,
    private readonly oneWayMs: number,
  ) {}

  /** Lets time pass while the caller says something in every frame. Each comes up to `jitterMs` late. */
  pass(ms: number, jitterMs = 0): void {
    for (let left = ms; left > 0; left -= 20) {
      const audio = Buffer.alloc(
        FRAME_BYTES,
        Buffer.from([1 + (this.frames % 100), 101 + Math.floor(this.frames / 100)]),
      );
      const timestampMs = this.frames * 20;
      this.said.push({ atMs: this.rig.clock.nowMs(), audio });
      const lateMs = 20 + this.oneWayMs + ((this.frames * 13) % (jitterMs + 1));
      const payload = audio.toString('base64');
      this.rig.clock.after(lateMs, () => this.caller.stream.onAudio(payload, timestampMs));
      this.frames += 1;
      this.rig.clock.advance(20);
    }
  }
}

function called(oneWayMs = 0) {
  const rig = new CallRig();
  const caller = rig.call(oneWayMs);
  caller.model.ready();
  caller.model.respond('greeting', { hello: 100 });
  const far = new FarCaller(rig, caller, oneWayMs);
  far.pass(1000);
  return { rig, caller, far, operator: new Operator(rig, caller) };
}

/** Sound that the headset heard of one side, in one piece. */
function heard({ frames }: Operator, side: 'caller' | 'other'): Buffer {
  return Buffer.concat(frames.map((frame) => frame[side]));
}

/**
 * Time at which the caller said what the headset hears at `headsetMs`; ms, on the caller's side. Uses the median offset
 * of all frames, so that jitter has no say.
 */
function saidAtMs(operator: Operator, far: FarCaller, headsetMs: number): number {
  const sound = heard(operator, 'caller');
  const offsets: number[] = [];
  for (const { atMs, audio } of far.said) {
    const at = sound.indexOf(audio);
    if (at >= 0) offsets.push(atMs - at / 8);
  }
  offsets.sort((a, b) => a - b);
  return headsetMs + (offsets[Math.floor(offsets.length / 2)] ?? 0);
}

describe('a headset that listens', () => {
  it('hears nothing before it joins and nothing after it left, and the caller never knows', () => {
    const { rig, caller, far, operator } = called();
    const timers = rig.clock.pendingTimers;
    const stop = operator.listen();
    const again = operator.listen();
    far.pass(1000);
    expect(operator.frames.length).toBeGreaterThan(45);
    stop();
    stop();
    expect(caller.call.listeners).toBe(1);
    again();
    const { length } = operator.frames;
    far.pass(1000);
    expect(operator.frames).toHaveLength(length);
    expect(rig.clock.pendingTimers).toBe(timers);
    expect(caller.facts.slice(-2)).toEqual(['operator.listened', 'operator.stoppedListening']);
    expect(rig.wire.filter((line) => line.startsWith('phone'))).toEqual([]);
  });

  it('hears at most 100 ms later what the caller said, every frame of it in order, jitter or not', () => {
    const { far, operator } = called();
    operator.listen();
    far.pass(2000, 15);
    const said = Buffer.concat(far.said.slice(-90, -10).map(({ audio }) => audio));
    expect(heard(operator, 'caller').includes(said)).toBe(true);
    const last = operator.frames.at(-1);
    const spoken = far.said.find(
      ({ audio }) => last !== undefined && audio.subarray(0, 80).equals(last.caller.subarray(80)),
    );
    expect((last?.atMs ?? 0) - (spoken?.atMs ?? 0)).toBeLessThanOrEqual(100);
  });

  it('joins in the middle of a sentence that was sent long before', () => {
    const { caller, far, operator } = called();
    caller.model.respond('r1', { one: 4000 });
    far.pass(2000);
    operator.listen();
    far.pass(3000);
    const [, ...runs] = runsOf(heard(operator, 'other'));
    expect(runsOf(heard(operator, 'other'))[0]).toMatch(/^agent (19|20)\d\d$/);
    expect(runs).toHaveLength(1);
  });

  it('hears the tones, the melody and the operator as the caller does', () => {
    const { rig, caller, far, operator } = called();
    operator.listen();
    const fromMs = rig.clock.nowMs();
    operator.pressKeys('1');
    far.pass(400);
    operator.hold(true);
    far.pass(2000);
    operator.takeOver();
    for (let n = 0; n < 50; n += 1) {
      operator.frame();
      far.pass(20);
    }
    far.pass(200);
    const sound = caller.phone.sound(fromMs + 100, fromMs + 3400);
    const at = heard(operator, 'other').indexOf(sound.subarray(8000, 9600));
    expect(at).toBeGreaterThan(0);
    expect(runsOf(heard(operator, 'other'))).toContain('operator 1000');
  });

  it('goes from call to call and leaves nothing behind in any of them', () => {
    const rig = new CallRig();
    const calls = Array.from({ length: 8 }, () => rig.greetedCall());
    const timers = rig.clock.pendingTimers;
    for (let round = 0; round < 3; round += 1) {
      for (const [place, caller] of calls.entries()) {
        const operator = new Operator(rig, caller);
        const stop = operator.listen();
        caller.sends(400, place + 1);
        stop();
        const heardBytes = new Set(heard(operator, 'caller').filter((byte) => byte !== 0xff));
        expect([...heardBytes]).toEqual([place + 1]);
        expect(rig.clock.pendingTimers).toBe(timers);
      }
    }
    for (const caller of calls) expect(caller.call.listeners).toBe(0);
  });

  it('is told of nothing more when the call is over', () => {
    const { rig, caller, far, operator } = called();
    operator.listen();
    far.pass(200);
    rig.calls.end(caller.callId, 'now');
    const { length } = operator.frames;
    rig.clock.advance(20_000);
    expect(operator.frames).toHaveLength(length);
    expect(rig.clock.pendingTimers).toBe(0);
    expect(() => operator.listen()).toThrow('call-over');
  });

  const act = fc.oneof(
    fc.record({ kind: fc.constant('respond' as const), ms: fc.integer({ min: 20, max: 2000 }) }),
    fc.record({ kind: fc.constant('interrupt' as const), ms: fc.constant(0) }),
    fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 90 }).map((n) => n * 20) }),
  );

  it('hears what came out of the phone, within 40 ms of what the caller said then, and cut where it was cut', () => {
    fc.assert(
      fc.property(
        fc.array(act, { minLength: 4, maxLength: 12 }),
        fc.constantFrom(0, 25, 60, 110),
        fc.integer({ min: 0, max: 15 }),
        (acts, oneWayMs, jitterMs) => {
          const { rig, caller, far, operator } = called(oneWayMs);
          operator.listen();
          far.pass(600);
          const fromMs = rig.clock.nowMs();
          acts.forEach(({ kind, ms }, n) => {
            const id = `r${String(n)}`;
            if (kind === 'respond') caller.model.respond(id, { [id]: ms });
            else if (kind === 'interrupt') rig.on(caller.callId, (call) => call.stopWords());
            far.pass(kind === 'pass' ? ms : 200, jitterMs);
          });
          far.pass(acts.reduce((sum, { ms }) => sum + Math.ceil(ms / 20) * 20, 600));
          const phone = runEdges(caller.phone.sound(0, rig.clock.nowMs()), fromMs);
          const tap = runEdges(heard(operator, 'other'), 0).map((ms) => saidAtMs(operator, far, ms));
          expect(tap.length).toBe(phone.length);
          for (const [index, ms] of phone.entries()) expect(Math.abs((tap[index] ?? 0) - ms)).toBeLessThanOrEqual(40);
        },
      ),
      { numRuns: 40 },
    );
  });
});

/** Times at which sound begins or ends, from `fromMs` on; ms. Gaps shorter than 60 ms do not count. */
function runEdges(sound: Buffer, fromMs: number): readonly number[] {
  const edges: number[] = [];
  let lastSoundMs = -Infinity;
  for (let ms = fromMs; ms * 8 < sound.length; ms += 1) {
    const sounds = sound[ms * 8] !== 0xff;
    if (sounds && ms - lastSoundMs > 60) edges.push(ms);
    if (sounds) lastSoundMs = ms;
    if (!sounds && ms - lastSoundMs === 60) edges.push(lastSoundMs + 1);
  }
  return edges;
}
