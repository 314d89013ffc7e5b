import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallEvent } from '../../../shared/call/events';
import { ManualClock } from '../../ports/manual-clock.fixture';
import { speech } from '../model.fixture';
import { Phone } from '../phone.fixture';
import { PhonePlayout } from '../phone/phone-playout';
import { AgentVoice, type AudioFate } from './agent-voice';
import { Responses, type AgentResponse } from './responses';

const AUDIO = { type: 'audio', responseId: 'r1', itemId: 'i1', contentIndex: 0 } as const;

/** A voice at a phone. */
class Line {
  readonly clock = new ManualClock();
  readonly events: CallEvent[] = [];
  readonly phone: Phone;
  readonly responses = new Responses();
  readonly voice: AgentVoice;

  constructor(oneWayMs = 0) {
    this.phone = new Phone(this.clock, oneWayMs);
    const playout = new PhonePlayout(this.phone, this.clock);
    this.voice = new AgentVoice(playout, this.clock, this.responses, (event) => this.events.push(event));
    this.phone.onMark = (name) => {
      if (playout.onMark(name)) this.voice.phonePassed();
    };
  }

  play(ms: number, itemId = 'i1', responseId = 'r1', byte = 0x55): AudioFate {
    return this.voice.play(this.response(responseId), { ...AUDIO, itemId, responseId, payload: speech(ms, byte) });
  }

  finish(itemId = 'i1', responseId = 'r1'): void {
    this.voice.finish(this.response(responseId), { responseId, itemId, contentIndex: 0 });
  }

  response(responseId = 'r1'): AgentResponse {
    return this.responses.of(responseId);
  }

  /** The model announces a response. */
  begins(responseId: string): void {
    this.responses.begin(responseId);
  }

  get sent(): readonly string[] {
    return this.phone.commands.flatMap((command) => (command.type === 'audio' ? [command.payload] : []));
  }

  get facts(): readonly string[] {
    return this.events.map(({ type }) => type);
  }
}

describe('AgentVoice', () => {
  it('counts what was sent of each item, however their pieces take turns and whichever is over first', () => {
    const line = new Line();
    for (const [ms, itemId] of [
      [100, 'i1'],
      [60, 'i2'],
      [40, 'i1'],
      [20, 'i2'],
    ] as const)
      line.play(ms, itemId);
    expect([line.response().sentMs('i1'), line.response().sentMs('i2')]).toEqual([140, 80]);
    line.finish('i2');
    line.play(20, 'i2');
    line.play(20, 'i1');
    expect([line.response().sentMs('i1'), line.response().sentMs('i2')]).toEqual([160, 20]);
    expect(line.events).toContainEqual({ type: 'agent.finishedAudio', itemId: 'i2', audioMs: 80 });
  });

  it('sends every byte once, in order, on whole base64 quanta, marked every 200 ms and at the end of each item', () => {
    const delta = fc
      .integer({ min: 1, max: 9000 })
      .map((bytes) => Buffer.from(Array.from({ length: bytes }, (_, i) => i)));
    const item = fc.array(delta, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 4 }), (items) => {
        const line = new Line();
        const ends = new Set<number>();
        let total = 0;
        items.forEach((deltas, index) => {
          const itemId = `i${String(index)}`;
          for (const bytes of deltas) {
            line.voice.play(line.response(), { ...AUDIO, itemId, payload: bytes.toString('base64') });
            total += bytes.length;
          }
          line.finish(itemId);
          ends.add(total);
        });
        const out = Buffer.concat(line.sent.map((payload) => Buffer.from(payload, 'base64')));
        const into = Buffer.concat(items.flat());
        expect(out.equals(into)).toBe(true);
        for (const payload of line.sent) expect(payload.length % 4).toBe(0);
        for (const bytes of items.flat())
          if (bytes.length <= 1600) expect(line.sent).toContain(bytes.toString('base64'));

        let sinceMark = 0;
        let at = 0;
        for (const command of line.phone.commands) {
          if (command.type === 'audio') {
            const bytes = Buffer.from(command.payload, 'base64').length;
            sinceMark += bytes;
            at += bytes;
          } else if (command.type === 'mark') {
            sinceMark = 0;
            ends.delete(at);
          }
          expect(sinceMark).toBeLessThanOrEqual(1600);
        }
        expect([...ends]).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('passes a delta that needs no mark through as the very string it came in', () => {
    const line = new Line();
    line.voice.play(line.response(), { ...AUDIO, payload: 'no+JhoaJjpw=' });
    expect(line.phone.commands).toMatchObject([{ type: 'audio', payload: 'no+JhoaJjpw=' }]);
  });

  it('3a.7 names every mark, never two alike', () => {
    const line = new Line();
    line.play(1000);
    line.finish();
    line.begins('r1');
    line.voice.interrupt();
    line.voice.responseOver(line.response('r1'));
    line.play(1000, 'i2', 'r2');
    line.finish('i2', 'r2');
    const names = line.phone.commands.flatMap((command) => (command.type === 'mark' ? [command.name] : []));
    expect(names).toHaveLength(12);
    expect(new Set(names).size).toBe(12);
    expect(names).not.toContain('');
  });

  it('tells when an item begins to be heard and when it was heard to its end', () => {
    const line = new Line();
    line.voice.callerStopped();
    line.clock.advance(640);
    line.play(500);
    line.finish();
    line.play(300, 'i2');
    line.finish('i2');
    line.clock.advance(2000);
    expect(line.events).toEqual([
      { type: 'agent.startedSpeaking', itemId: 'i1', replyMs: 640 },
      { type: 'agent.finishedAudio', itemId: 'i1', audioMs: 500 },
      { type: 'agent.finishedAudio', itemId: 'i2', audioMs: 300 },
      { type: 'agent.wasHeard', itemId: 'i1', heardMs: 500 },
      { type: 'agent.startedSpeaking', itemId: 'i2' },
      { type: 'agent.wasHeard', itemId: 'i2', heardMs: 300 },
    ]);
    expect(line.voice.isHeardToTheEnd()).toBe(true);
  });

  it('3a.8 drops the late deltas of a dead response, and plays the next', () => {
    const line = new Line();
    line.play(400);
    line.begins('r1');
    const stopped = line.voice.interrupt();
    expect(stopped.cuts).toHaveLength(1);
    expect(stopped.responses).toEqual([line.response('r1')]);
    const before = line.sent.length;
    expect(line.play(400)).toBe('late');
    expect(line.play(400, 'i2')).toBe('late');
    line.finish();
    expect(line.sent).toHaveLength(before);
    expect(line.play(400, 'i3', 'r2')).toBe('played');
    line.voice.responseOver(line.response('r1'));
    expect(line.response('r1').isDead).toBe(false);
  });

  it('lets audio of a response that was never announced die with the interruption', () => {
    const line = new Line();
    line.play(400);
    expect(line.voice.interrupt().responses).toEqual([line.response('r1')]);
    expect(line.play(400)).toBe('late');
  });

  it('3a.8 sends nothing to the phone when nothing plays', () => {
    const line = new Line();
    expect(line.voice.interrupt()).toEqual({ cuts: [], unsaid: [], responses: [] });
    line.play(400);
    line.finish();
    line.voice.responseOver(line.response('r1'));
    line.clock.advance(1000);
    expect(line.voice.interrupt().cuts).toEqual([]);
    expect(line.phone.commands.some(({ type }) => type === 'clear')).toBe(false);
  });

  it('names items that were announced and not begun', () => {
    const line = new Line();
    line.response('r1').opened('i1');
    line.play(400);
    line.response('r1').opened('i2');
    line.begins('r1');
    expect(line.voice.interrupt().unsaid).toEqual(['i2']);
  });

  it('says that an item was heard whose last mark comes back after the interruption', () => {
    const line = new Line(100);
    line.play(400);
    line.finish();
    line.clock.advance(450);
    line.voice.interrupt();
    line.clock.advance(1000);
    expect(line.facts).toEqual(['agent.startedSpeaking', 'agent.finishedAudio', 'agent.wasHeard']);
  });

  it('finishes items of which the model never said that they are done', () => {
    const line = new Line();
    line.play(400);
    line.voice.responseOver(line.response('r1'));
    line.clock.advance(1000);
    expect(line.facts).toEqual(['agent.startedSpeaking', 'agent.finishedAudio', 'agent.wasHeard']);
    expect(line.voice.interrupt().cuts).toEqual([]);
  });

  it('plays 90 s of one response and no more', () => {
    const line = new Line();
    for (let i = 0; i < 90; i += 1) expect(line.play(1000)).toBe('played');
    expect(line.play(1000)).toBe('too-long');
    expect(line.response().sentMs('i1')).toBe(90_000);
    expect(line.play(1000, 'i2', 'r2')).toBe('played');
  });

  it('keeps nine minutes for the phone and drops the rest, which it says once', () => {
    const line = new Line();
    const fates = Array.from({ length: 600 }, (_, i) => line.play(1000, `i${String(i)}`, `r${String(i)}`));
    expect(fates.filter((fate) => fate === 'played')).toHaveLength(541);
    expect(line.events.filter(({ type }) => type === 'leg.degraded')).toHaveLength(1);
  });
});
