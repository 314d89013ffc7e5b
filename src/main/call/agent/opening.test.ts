import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../ports/manual-clock.fixture';
import type { CreateResponse } from '../../ports/ports';
import { CallerAudio } from '../caller/caller-audio';
import { Opening } from './opening';
import { ResponseGate } from './response-gate';

/** The first seconds of a call whose caller speaks at once. */
class Start {
  readonly clock = new ManualClock();
  readonly asked: CreateResponse[] = [];
  readonly given: string[] = [];
  readonly gate = new ResponseGate((request) => this.asked.push(request));
  readonly audio = new CallerAudio(
    this.clock,
    (payload) => this.given.push(payload),
    () => undefined,
  );
  readonly opening: Opening;
  private frames = 0;

  constructor(greeting = 'Hello.', greetingInterruptible = true) {
    this.opening = new Opening({ greeting, greetingInterruptible }, this.audio, this.gate, this.clock);
  }

  callerSays(ms: number): void {
    for (let left = ms; left > 0; left -= 20) {
      this.audio.onFrame(Buffer.alloc(160).toString('base64'), this.frames * 20);
      this.frames += 1;
      this.clock.advance(20);
    }
  }

  begins(responseId: string): void {
    this.gate.started(responseId);
    this.opening.responseStarted(responseId);
  }
}

describe('Opening', () => {
  it('asks for the greeting when the model is ready, once, without what was said before', () => {
    const start = new Start();
    start.callerSays(200);
    expect(start.asked).toEqual([]);
    start.opening.begin();
    start.opening.begin();
    expect(start.asked).toEqual([{ instructions: 'Say exactly: Hello.', withoutContext: true }]);
  });

  it('gives the model the first words when the greeting is generated, not before', () => {
    const start = new Start();
    start.callerSays(200);
    start.opening.begin();
    start.begins('greeting');
    start.callerSays(200);
    start.opening.agentSpeaks('greeting', 'hello');
    expect(start.given).toEqual([]);
    start.opening.responseOver('greeting', 'completed');
    expect(start.given).toHaveLength(20);
    start.callerSays(20);
    expect(start.given).toHaveLength(21);
  });

  it('knows words said before the greeting could be heard from an answer to it', () => {
    const start = new Start();
    start.callerSays(300);
    start.opening.begin();
    start.begins('greeting');
    start.opening.agentSpeaks('greeting', 'hello');
    start.callerSays(400);
    start.opening.agentSpeaks('greeting', 'hello');
    expect(start.opening.wasSaidBefore(299)).toBe(true);
    expect(start.opening.wasSaidBefore(300)).toBe(false);
  });

  it('holds the first words no longer than four seconds for a greeting that does not come', () => {
    const start = new Start();
    start.callerSays(100);
    start.opening.begin();
    start.clock.advance(3999);
    expect(start.given).toEqual([]);
    start.clock.advance(1);
    expect(start.given).toHaveLength(5);
    expect(start.opening.wasSaidBefore(0)).toBe(false);
  });

  it('guards a greeting that may not be interrupted until the phone has played it', () => {
    const start = new Start('Hello.', false);
    start.callerSays(100);
    start.opening.begin();
    start.clock.advance(4001);
    expect(start.given).toEqual([]);
    start.begins('greeting');
    expect(start.opening.isToBeHeard).toBe(false);
    start.opening.agentSpeaks('greeting', 'hello');
    start.opening.agentSpeaks('answer', 'answer');
    start.opening.responseOver('greeting', 'completed');
    expect(start.given).toHaveLength(5);
    expect(start.opening.isToBeHeard).toBe(true);
    start.opening.told({ type: 'agent.wasHeard', itemId: 'hello', heardMs: 900 });
    expect(start.opening.isToBeHeard).toBe(false);
  });

  it('guards no other greeting', () => {
    const start = new Start();
    start.opening.begin();
    start.begins('greeting');
    start.opening.agentSpeaks('greeting', 'hello');
    expect(start.opening.isToBeHeard).toBe(false);
  });

  it('waits for the next asking when the greeting failed before a word of it was said', () => {
    const start = new Start();
    start.callerSays(100);
    start.opening.begin();
    start.begins('failed');
    start.opening.responseOver('failed', 'failed');
    expect(start.given).toEqual([]);
    start.begins('second');
    start.opening.agentSpeaks('greeting', 'hello');
    start.opening.responseOver('second', 'completed');
    expect(start.given).toHaveLength(5);
  });

  it.each(['completed', 'cancelled', 'incomplete', 'failed'] as const)('is over with a greeting that %s', (status) => {
    const start = new Start();
    start.callerSays(100);
    start.opening.begin();
    start.begins('greeting');
    start.opening.agentSpeaks('greeting', 'hello');
    start.opening.responseOver('another', status);
    expect(start.given).toEqual([]);
    start.opening.responseOver('greeting', status);
    expect(start.given).toHaveLength(5);
    expect(start.clock.pendingTimers).toBe(0);
  });

  it('lets the caller speak first when there is no greeting, and every word counts', () => {
    const start = new Start('');
    start.callerSays(100);
    start.opening.begin();
    expect(start.asked).toEqual([]);
    expect(start.given).toHaveLength(5);
    start.callerSays(2000);
    start.opening.agentSpeaks('greeting', 'hello');
    expect(start.opening.wasSaidBefore(1900)).toBe(false);
    expect(start.clock.pendingTimers).toBe(0);
  });
});
