import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../ports/manual-clock.fixture';
import type { CreateResponse } from '../../ports/ports';
import { CallerAudio } from '../caller/caller-audio';
import { Greeting } from './greeting';
import { ResponseGate } from './response-gate';
import { Responses, type AgentResponse } from './responses';

/** The first seconds of a call whose caller speaks at once. */
class Start {
  readonly clock = new ManualClock();
  readonly asked: CreateResponse[] = [];
  readonly given: string[] = [];
  readonly responses = new Responses();
  readonly gate = new ResponseGate(this.responses, (request) => this.asked.push(request));
  readonly audio = new CallerAudio(
    this.clock,
    (payload) => this.given.push(payload),
    () => undefined,
  );
  readonly greeting: Greeting;
  private frames = 0;
  private sentBytes = 0;

  constructor(greeting = 'Hello.', greetingInterruptible = true) {
    this.greeting = new Greeting({ greeting, greetingInterruptible }, this.audio, this.gate, this.clock);
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
    this.greeting.responseStarted(this.response(responseId));
  }

  /** An item of a response goes to the phone, which is to play so many bytes more. */
  agentSpeaks(responseId: string, itemId: string): void {
    this.sentBytes += 800;
    this.response(responseId).sent(itemId, 0, 800, this.sentBytes);
    this.greeting.agentSpeaks();
  }

  /** The model is through with a response. */
  over(responseId: string, status: 'completed' | 'cancelled' | 'incomplete' | 'failed'): void {
    const response = this.response(responseId);
    response.end();
    this.greeting.responseOver(response, status);
    this.gate.finished(responseId);
  }

  /** The phone has played everything. */
  heard(): void {
    this.responses.heard(this.sentBytes);
  }

  response(responseId: string): AgentResponse {
    return this.responses.of(responseId);
  }
}

describe('Greeting', () => {
  it('asks for the greeting when the model is ready, once, without what was said before', () => {
    const start = new Start();
    start.callerSays(200);
    expect(start.asked).toEqual([]);
    start.greeting.begin();
    start.greeting.begin();
    expect(start.asked).toEqual([{ instructions: 'Say exactly: Hello.', withoutContext: true }]);
  });

  it('gives the model the first words when the greeting is generated, not before', () => {
    const start = new Start();
    start.callerSays(200);
    start.greeting.begin();
    start.begins('greeting');
    start.callerSays(200);
    start.agentSpeaks('greeting', 'hello');
    expect(start.given).toEqual([]);
    start.over('greeting', 'completed');
    expect(start.given).toHaveLength(20);
    start.callerSays(20);
    expect(start.given).toHaveLength(21);
  });

  it('knows words said before the greeting could be heard from an answer to it', () => {
    const start = new Start();
    start.callerSays(300);
    start.greeting.begin();
    start.begins('greeting');
    start.agentSpeaks('greeting', 'hello');
    start.callerSays(400);
    start.agentSpeaks('greeting', 'hello');
    expect(start.greeting.wasSaidBefore(299)).toBe(true);
    expect(start.greeting.wasSaidBefore(300)).toBe(false);
  });

  it('holds the first words no longer than four seconds for a greeting that does not come', () => {
    const start = new Start();
    start.callerSays(100);
    start.greeting.begin();
    start.clock.advance(3999);
    expect(start.given).toEqual([]);
    start.clock.advance(1);
    expect(start.given).toHaveLength(5);
    expect(start.greeting.wasSaidBefore(0)).toBe(false);
  });

  it('guards a greeting that may not be interrupted until the phone has played it', () => {
    const start = new Start('Hello.', false);
    start.callerSays(100);
    start.greeting.begin();
    start.clock.advance(4001);
    expect(start.given).toEqual([]);
    start.begins('greeting');
    expect(start.greeting.isToBeHeard).toBe(false);
    start.agentSpeaks('greeting', 'hello');
    start.agentSpeaks('answer', 'answer');
    start.over('greeting', 'completed');
    expect(start.given).toHaveLength(5);
    expect(start.greeting.isToBeHeard).toBe(true);
    start.heard();
    expect(start.greeting.isToBeHeard).toBe(false);
  });

  it('guards no other greeting', () => {
    const start = new Start();
    start.greeting.begin();
    start.begins('greeting');
    start.agentSpeaks('greeting', 'hello');
    expect(start.greeting.isToBeHeard).toBe(false);
  });

  it('waits for the next asking when the greeting failed before a word of it was said', () => {
    const start = new Start();
    start.callerSays(100);
    start.greeting.begin();
    start.begins('failed');
    start.over('failed', 'failed');
    expect(start.given).toEqual([]);
    start.begins('second');
    start.agentSpeaks('greeting', 'hello');
    start.over('second', 'completed');
    expect(start.given).toHaveLength(5);
  });

  it.each(['completed', 'cancelled', 'incomplete', 'failed'] as const)('is over with a greeting that %s', (status) => {
    const start = new Start();
    start.callerSays(100);
    start.greeting.begin();
    start.begins('greeting');
    start.agentSpeaks('greeting', 'hello');
    start.over('another', status);
    expect(start.given).toEqual([]);
    start.over('greeting', status);
    expect(start.given).toHaveLength(5);
    expect(start.clock.pendingTimers).toBe(0);
  });

  it('lets the caller speak first when there is no greeting, and every word counts', () => {
    const start = new Start('');
    start.callerSays(100);
    start.greeting.begin();
    expect(start.asked).toEqual([]);
    expect(start.given).toHaveLength(5);
    start.callerSays(2000);
    start.agentSpeaks('greeting', 'hello');
    expect(start.greeting.wasSaidBefore(1900)).toBe(false);
    expect(start.clock.pendingTimers).toBe(0);
  });
});
