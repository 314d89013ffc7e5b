import { describe, expect, it } from 'vitest';
import type { CallEvent } from '../../shared/call/events';
import { agentSpeaks, ANSWERED, callAfter, onlyTurn, toolCalled } from '../../shared/call/call.fixture';
import { languageAt, nextPosition, TurnSizes, type EndPosition } from './transcript';

const atEnd: EndPosition = { top: 500, following: true };
const box = (scrollTop: number, scrollHeight = 1000) => ({ scrollTop, scrollHeight, clientHeight: 500 });

describe('nextPosition', () => {
  it('follows content that grows, by however much', () => {
    expect(nextPosition(atEnd, box(500, 4000)).following).toBe(true);
  });

  it('stops when the reader scrolls up, and stays there while content grows', () => {
    const up = nextPosition(atEnd, box(400));
    expect(up).toEqual({ top: 400, following: false });
    expect(nextPosition(up, box(400, 3000)).following).toBe(false);
    expect(nextPosition(up, box(450, 3000)).following).toBe(false);
  });

  it('does not stop for a few pixels, and goes on when the reader is back at the end', () => {
    expect(nextPosition(atEnd, box(490)).following).toBe(true);
    expect(nextPosition({ top: 400, following: false }, box(480)).following).toBe(true);
  });

  it('takes content that became shorter for no scrolling', () => {
    expect(nextPosition(atEnd, box(300, 800)).following).toBe(true);
  });
});

it('expects more of longer words, and goes on expecting the same of a turn whose words grow', () => {
  const sizes = new TurnSizes();
  const short = onlyTurn(callAfter([...ANSWERED, ...agentSpeaks('a', 'Hello.')]), 'agent');
  const long = { ...short, id: 'b', text: 'Hello. '.repeat(60) };
  expect(sizes.of(long)).toBeGreaterThan(sizes.of(short));
  expect(sizes.of({ ...short, text: long.text })).toBe(sizes.of(short));
  expect(sizes.of(onlyTurn(callAfter([...ANSWERED, toolCalled('t')]), 'tool'))).toBeGreaterThan(0);
});

describe('languageAt', () => {
  const said = (itemId: string, ...languages: readonly string[]): readonly CallEvent[] => [
    { type: 'caller.startedSpeaking', itemId },
    { type: 'caller.stoppedSpeaking', itemId },
    { type: 'caller.transcribed', itemId, text: 'Hello', ...(languages.length > 0 && { languages }) },
  ];

  it('names a language where the caller changes to it', () => {
    const { turns } = callAfter([
      ...ANSWERED,
      ...said('a', 'en'),
      ...agentSpeaks('r', 'Hello'),
      ...said('b', 'en'),
      ...said('c'),
      ...said('d', 'es', 'en'),
    ]);
    expect(turns.map((_, place) => languageAt(turns, place))).toEqual(['English', '', '', '', 'Spanish, English']);
  });
});
