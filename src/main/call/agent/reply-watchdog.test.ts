import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../ports/manual-clock.fixture';
import { CallRig } from '../call.fixture';
import { ReplyWatchdog } from './reply-watchdog';

/** A watchdog, and what it did. */
function watch(): {
  readonly clock: ManualClock;
  readonly dog: ReplyWatchdog;
  readonly done: string[];
  readonly phone: { isPlaying: boolean };
} {
  const clock = new ManualClock();
  const done: string[] = [];
  const phone = { isPlaying: false };
  const dog = new ReplyWatchdog(clock, {
    voice: { hasUnheard: () => phone.isPlaying },
    renew: () => done.push('renew'),
    giveUp: (failure) => done.push(`give up: ${failure}`),
  });
  return { clock, dog, done, phone };
}

describe('ReplyWatchdog', () => {
  it('asks again after eight seconds of silence, and gives up after eight more', () => {
    const { clock, dog, done } = watch();
    dog.expect();
    clock.advance(7999);
    expect(done).toEqual([]);
    clock.advance(1);
    expect(done).toEqual(['renew']);
    clock.advance(8000);
    expect(done).toEqual(['renew', 'give up: silent']);
    expect(clock.pendingTimers).toBe(0);
  });

  it('begins anew with every answer', () => {
    const { clock, dog, done } = watch();
    dog.expect();
    clock.advance(8000);
    dog.answered();
    clock.advance(60_000);
    dog.expect();
    clock.advance(8000);
    expect(done).toEqual(['renew', 'renew']);
  });

  it('does not take it for silence while the caller still hears the agent', () => {
    const { clock, dog, done, phone } = watch();
    phone.isPlaying = true;
    dog.expect();
    clock.advance(24_000);
    expect(done).toEqual([]);
    phone.isPlaying = false;
    clock.advance(8000);
    expect(done).toEqual(['renew']);
  });

  it('minds no pause in what the agent says, and a silence in the middle of it', () => {
    const { clock, dog, done, phone } = watch();
    for (let piece = 0; piece < 10; piece += 1) {
      dog.speaks();
      clock.advance(7000);
    }
    expect(done).toEqual([]);
    phone.isPlaying = true;
    clock.advance(20_000);
    phone.isPlaying = false;
    clock.advance(8000);
    expect(done).toEqual(['renew']);
    dog.speaks();
    dog.speechOver();
    clock.advance(60_000);
    expect(done).toEqual(['renew']);
    expect(clock.pendingTimers).toBe(0);
  });

  it('asks again after a failed response, a little later each time, and gives up at the third', () => {
    const { clock, dog, done } = watch();
    dog.responseFailed('rate limit', () => done.push('again'));
    clock.advance(999);
    expect(done).toEqual([]);
    clock.advance(1);
    dog.responseFailed('rate limit', () => done.push('again'));
    clock.advance(2000);
    expect(done).toEqual(['again', 'again']);
    dog.responseFailed('rate limit', () => done.push('again'));
    expect(done).toEqual(['again', 'again', 'give up: lost']);
  });

  it('takes a tool call that is being made for life, for a minute', () => {
    const { clock, dog, done } = watch();
    dog.expect();
    for (let second = 0; second < 60; second += 1) {
      clock.advance(1000);
      dog.makesToolCall();
    }
    expect(done).toEqual([]);
    for (let second = 0; second < 10; second += 1) {
      clock.advance(1000);
      dog.makesToolCall();
    }
    expect(done).toEqual(['renew']);
    dog.answered();
    expect(clock.pendingTimers).toBe(0);
  });

  it('lets a response stream the arguments of a tool for twelve seconds', () => {
    const caller = new CallRig().greetedCall();
    caller.model.callerStarts('c1');
    caller.model.callerStops('c1');
    caller.model.begin('r1');
    for (let second = 0; second < 12; second += 1) {
      caller.model.tell({ type: 'toolComing', responseId: 'r1' });
      caller.sends(1000);
    }
    expect(caller.model.frames).not.toContain('cancel r1');
    caller.sends(8000);
    expect(caller.model.frames).toContain('cancel r1');
  });

  it('waits for a rate limit that names its end, and asks no sooner', () => {
    const { clock, dog, done } = watch();
    dog.expect();
    dog.responseFailed('rate limit', () => done.push('again'), 9500);
    clock.advance(9499);
    expect(done).toEqual([]);
    clock.advance(501);
    expect(done).toEqual(['again']);
    dog.responseFailed('rate limit', () => done.push('again'), 60_000);
    clock.advance(2000);
    expect(done).toEqual(['again', 'again']);
  });

  it('has the caller told that a rate limit takes a moment, and answers them after it', () => {
    const caller = new CallRig().greetedCall();
    caller.model.callerStarts('c1');
    caller.model.callerStops('c1');
    caller.model.begin('r1');
    caller.model.tell({ type: 'responseDone', responseId: 'r1', status: 'failed', retryAfterMs: 9500 });
    expect(caller.model.frames.at(-1)).toMatch(/^create alone: .*moment.*"en"/);
    caller.model.respond('moment', { moment: 1000 });
    caller.sends(9000);
    expect(caller.model.frames.at(-1)).toMatch(/^create alone/);
    caller.sends(1200);
    expect(caller.model.frames.at(-1)).toBe('create');
    expect(caller.fact('call.ended')).toBeUndefined();
  });

  it('waits also when the word to the caller fails, and when no response was begun at all', () => {
    const caller = new CallRig().greetedCall();
    caller.model.callerStarts('c1');
    caller.model.callerStops('c1');
    caller.model.begin('r1');
    caller.model.tell({ type: 'responseDone', responseId: 'r1', status: 'failed', retryAfterMs: 9500 });
    caller.model.begin('moment');
    caller.model.tell({ type: 'responseDone', responseId: 'moment', status: 'failed', retryAfterMs: 9500 });
    caller.sends(9800);
    expect(caller.model.frames.at(-1)).toMatch(/^create alone/);
    caller.sends(400);
    expect(caller.model.frames.filter((line) => line === 'create')).toHaveLength(1);
    caller.model.tell({ type: 'complaint', code: 'rate_limit_exceeded', detail: '', retryAfterMs: 9500 });
    caller.sends(9800);
    expect(caller.model.frames.filter((line) => line === 'create')).toHaveLength(1);
    caller.sends(400);
    expect(caller.model.frames.filter((line) => line === 'create')).toHaveLength(2);
    expect(caller.fact('call.ended')).toBeUndefined();
  });

  it('does not ask again when another response started meanwhile or the caller speaks', () => {
    const { clock, dog, done } = watch();
    dog.responseFailed('', () => done.push('again'));
    dog.responseStarted();
    clock.advance(5000);
    dog.responseWorked();
    dog.responseFailed('', () => done.push('again'));
    dog.rest();
    clock.advance(5000);
    expect(done).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
  });
});
