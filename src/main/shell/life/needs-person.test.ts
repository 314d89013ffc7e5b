import { expect, it } from 'vitest';
import { answers, asks, consoleAfter, ends, rings } from './console.fixture';
import { telling, needsOf } from './needs-person';

const keys = (needs: readonly { key: string }[]): readonly string[] => needs.map(({ key }) => key);

it('tells of a call that waits for a person, without what the caller said', () => {
  const [need] = needsOf(consoleAfter(rings('a'), asks('a', 't')));
  expect(need).toEqual({ key: 'a/t', callId: 'a', title: 'A call needs you', body: '+12125550187: refund_order' });
});

it('tells once for each tool call, and forgets what is settled', () => {
  const first = telling(needsOf(consoleAfter(rings('a'), asks('a', 't'))), new Set(), false);
  expect(keys(first.due)).toEqual(['a/t']);
  const second = telling(needsOf(consoleAfter(rings('a'), asks('a', 't'), asks('a', 'u'))), first.told, false);
  expect(keys(second.due)).toEqual(['a/u']);
  const settled = consoleAfter(rings('a'), asks('a', 't'), asks('a', 'u'), answers('a', 't'));
  expect(telling(needsOf(settled), second.told, false)).toEqual({ due: [], told: new Set(['a/u']) });
  expect(needsOf(consoleAfter(rings('a'), asks('a', 't'), ends('a')))).toEqual([]);
});

it('says nothing while the person looks at the window, and says it when they look away', () => {
  const needs = needsOf(consoleAfter(rings('a'), asks('a', 't')));
  const watched = telling(needs, new Set(), true);
  expect(watched).toEqual({ due: [], told: new Set() });
  expect(keys(telling(needs, watched.told, false).due)).toEqual(['a/t']);
});
