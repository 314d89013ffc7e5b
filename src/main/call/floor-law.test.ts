import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Floor } from '../../shared/call/events/operator';
import { CallRig, type Caller } from './call.fixture';
import { Operator, runsOf } from './operator.fixture';

const ACTS = [
  'takeOver',
  'handBack',
  'handBackSpeaking',
  'hold',
  'resume',
  'mute',
  'unmute',
  'keys',
  'whisper',
  'say',
  'lose',
  'stopWords',
  'muteMyself',
  'unmuteMyself',
  'modelResponds',
  'modelGoesOn',
  'modelEnds',
  'lateAudio',
  'callerStarts',
  'callerStops',
] as const;

type Act = (typeof ACTS)[number];

/** A call in which everybody does what they want, whether it makes sense or not. */
class Turmoil {
  readonly rig = new CallRig();
  readonly caller: Caller;
  readonly operator: Operator;
  /** Holders of the floor, each with the time from which it had it; ms. */
  readonly floors: { readonly atMs: number; readonly floor: Floor }[] = [];
  private responses = 0;
  private running: string | null = null;
  private speech: string | null = null;

  constructor(readonly oneWayMs: number) {
    this.caller = this.rig.greetedCall(oneWayMs);
    this.operator = new Operator(this.rig, this.caller);
    this.note();
  }

  do(act: Act): void {
    const { rig, caller, operator } = this;
    switch (act) {
      case 'takeOver':
        operator.takeOver();
        break;
      case 'handBack':
        operator.handBack();
        break;
      case 'handBackSpeaking':
        operator.handBack('All settled.', true);
        break;
      case 'hold':
      case 'resume':
        operator.hold(act === 'hold');
        break;
      case 'mute':
      case 'unmute':
        operator.muteAgent(act === 'mute');
        break;
      case 'keys':
        operator.pressKeys('5');
        break;
      case 'whisper':
        operator.whisper('Be kind');
        break;
      case 'say':
        operator.say('We are open');
        break;
      case 'lose':
        operator.on((leg) => leg.lost(operator.headsetId, 'device-lost'));
        break;
      case 'stopWords':
        rig.on(caller.callId, (call) => call.stopWords());
        break;
      case 'muteMyself':
      case 'unmuteMyself':
        operator.on((leg) => leg.muteMyself(act === 'muteMyself'));
        break;
      default:
        this.model(act);
    }
    this.note();
  }

  /** Time passes; the microphone sends all the while. */
  pass(ms: number): void {
    for (let left = ms; left > 0; left -= 20) {
      this.operator.frame();
      this.caller.sends(20);
      this.note();
    }
  }

  private model(act: Act): void {
    const { model } = this.caller;
    if (act === 'modelResponds') {
      if (this.running !== null) return;
      this.responses += 1;
      this.running = `r${String(this.responses)}`;
      model.begin(this.running, { [`i${String(this.responses)}`]: 700 });
    } else if (act === 'modelGoesOn' || act === 'lateAudio') {
      const id = act === 'lateAudio' ? String(this.responses) : this.running?.slice(1);
      if (id !== undefined) model.audio(`r${id}`, `i${id}`, 300);
    } else if (act === 'modelEnds' && this.running !== null) {
      model.audioDone(this.running, `i${this.running.slice(1)}`);
      model.done(this.running);
      this.running = null;
    } else if (act === 'callerStarts' && this.speech === null) {
      this.speech = `c${String(this.rig.clock.nowMs())}`;
      model.callerStarts(this.speech);
    } else if (act === 'callerStops' && this.speech !== null) {
      model.callerStops(this.speech);
      this.speech = null;
    }
  }

  private note(): void {
    const { floor } = this.caller.call;
    if (this.floors.at(-1)?.floor !== floor) this.floors.push({ atMs: this.rig.clock.nowMs(), floor });
  }
}

describe('the floor', () => {
  it('whoever does what: the caller hears whose floor it is, and nobody else', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...ACTS), fc.integer({ min: 0, max: 30 })), { minLength: 5, maxLength: 40 }),
        fc.constantFrom(0, 40),
        (acts, oneWayMs) => {
          const call = new Turmoil(oneWayMs);
          for (const [act, frames] of acts) {
            call.do(act);
            call.pass(frames * 20);
          }
          call.pass(400);
          const endMs = call.rig.clock.nowMs();
          call.floors.forEach(({ atMs, floor }, place) => {
            const untilMs = call.floors[place + 1]?.atMs ?? endMs;
            // What was in the phone sounds until the clear arrives, and the frame it is in the middle of to its end.
            const fromMs = atMs + oneWayMs + 20;
            if (untilMs <= fromMs) return;
            const heard = runsOf(call.caller.phone.sound(fromMs, untilMs)).map((run) => run.split(' ')[0]);
            if (floor !== 'agent') expect(heard).not.toContain('agent');
            if (floor !== 'operator') expect(heard).not.toContain('operator');
          });
          expect(call.caller.call.phase.name).toBe('live');
        },
      ),
      { numRuns: 100 },
    );
  });
});
