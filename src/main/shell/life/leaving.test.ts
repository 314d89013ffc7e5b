import { describe, expect, it } from 'vitest';
import { consoleAfter, ends, line, rings } from './console.fixture';
import { whatsOn } from './desk-view';
import { quitQuestion, staysQuestion } from './leaving';

it('counts real callers and every line that is not off', () => {
  const state = consoleAfter(
    ...[line('+1', 'live'), line('+2', 'degraded'), line('+3', 'going live'), line('+4', 'off')],
    ...[rings('a'), rings('b'), rings('practice', true), ends('b')],
  );
  expect(whatsOn(state)).toEqual({ calls: 1, lines: 3 });
});

describe('the question before quitting', () => {
  it('names the calls, or else the lines, and is answered with staying by whoever hits Enter', () => {
    expect(quitQuestion({ calls: 1, lines: 0 })).toMatchObject({
      message: '1 call is on',
      detail: 'Quitting hangs up on the caller.',
      answers: ['End calls and quit', 'Keep running'],
      usual: 1,
    });
    expect(quitQuestion({ calls: 2, lines: 1 })).toMatchObject({
      message: '2 calls are on',
      detail: 'Quitting hangs up on every caller and takes your lines off.',
    });
    expect(quitQuestion({ calls: 0, lines: 2 })).toMatchObject({
      message: '2 lines are live',
      answers: ['Go off and quit', 'Keep running'],
      usual: 1,
    });
  });
});

describe('what is said when the window is closed', () => {
  it('says what goes on, how to get back, and offers to quit instead', () => {
    const both = staysQuestion({ calls: 2, lines: 1 }, 'tray');
    expect(both.detail).toMatch(/^With 1 line live and 2 calls on, .* the tray/);
    expect(both.answers).toEqual(['Keep running', 'End calls and quit']);
    const lines = staysQuestion({ calls: 0, lines: 1 }, 'dock');
    expect(lines.detail).toMatch(/^With 1 line live, .* the Dock/);
    expect(lines.answers).toEqual(['Keep running', 'Go off and quit']);
  });
});
