import { expect, it } from 'vitest';
import { answered, answers, asks, consoleAfter, ends, rings, takesOver, type Fact } from './console.fixture';
import { noticesOf, telling } from './notices';

const NOW = 5000;

const keys = (needs: readonly { key: string }[]): readonly string[] => needs.map(({ key }) => key);

it('tells of a call that waits for a person, without what the caller said', () => {
  const [notice] = noticesOf(consoleAfter(rings('a'), asks('a', 't')), NOW);
  expect(notice).toEqual({ key: 'a/t', callId: 'a', title: 'A call needs you', body: '+12125550187: refund_order' });
});

it('tells once for each tool call, and forgets what is settled', () => {
  const first = telling(noticesOf(consoleAfter(rings('a'), asks('a', 't')), NOW), new Set(), false);
  expect(keys(first.due)).toEqual(['a/t']);
  const second = telling(noticesOf(consoleAfter(rings('a'), asks('a', 't'), asks('a', 'u')), NOW), first.told, false);
  expect(keys(second.due)).toEqual(['a/u']);
  const settled = consoleAfter(rings('a'), asks('a', 't'), asks('a', 'u'), answers('a', 't'));
  expect(telling(noticesOf(settled, NOW), second.told, false)).toEqual({ due: [], told: new Set(['a/u']) });
  expect(noticesOf(consoleAfter(rings('a'), asks('a', 't'), ends('a')), NOW)).toEqual([]);
});

it('says nothing while the person looks at the window, and says it when they look away', () => {
  const notices = noticesOf(consoleAfter(rings('a'), asks('a', 't')), NOW);
  const watched = telling(notices, new Set(), true);
  expect(watched).toEqual({ due: [], told: new Set() });
  expect(keys(telling(notices, watched.told, false).due)).toEqual(['a/t']);
});

const LIVE = answered('a');
const LIVE_AT = 2000;

/** Notification texts for the call after these facts, `ms` after the last one. */
function bodies(facts: readonly Fact[], ms = 0): readonly string[] {
  return noticesOf(consoleAfter(...facts), (facts.length - 1) * 1000 + ms).map(({ body }) => body);
}

it.each<readonly [string, readonly Fact[]]>([
  ['the operator cannot be heard', [...LIVE, ...takesOver('a'), ['a', { type: 'operator.lost', loss: 'device-lost' }]]],
  ['the transfer failed', [...LIVE, ['a', { type: 'floor.changed', floor: 'agent', why: 'transfer-failed' }]]],
  [
    'longest call reached',
    [...LIVE, ['a', { type: 'limit.reached', limit: 'longest-call', act: 'raise-to-operator' }]],
  ],
  [
    'the agent is gone, only an operator can speak',
    [...LIVE, ...takesOver('a'), ['a', { type: 'model.failed', failure: 'lost', detail: 'closed' }]],
  ],
])('tells that %s, for as long as it is so', (what, facts) => {
  expect(bodies(facts)).toEqual([`+12125550187: ${what}`]);
  expect(bodies(facts.slice(0, -1))).toEqual([]);
  expect(bodies([...facts, ends('a')])).toEqual([]);
});

it('tells of dead air when it has lasted, and of a failed transfer for a while', () => {
  expect(bodies(LIVE, 11_999)).toEqual([]);
  expect(bodies(LIVE, 12_000)).toEqual(['+12125550187: nobody has spoken for a while']);
  const failed: readonly Fact[] = [...LIVE, ['a', { type: 'floor.changed', floor: 'nobody', why: 'transfer-failed' }]];
  expect(bodies(failed, 19_999)).toEqual(['+12125550187: the transfer failed']);
  expect(bodies(failed, 20_000)).toEqual([]);
});

it('tells once of a silence, withdraws it when somebody speaks, and tells of the next', () => {
  const silent = consoleAfter(...LIVE);
  const first = telling(noticesOf(silent, LIVE_AT + 12_000), new Set(), false);
  expect(keys(first.due)).toEqual(['a/dead-air 2000']);
  expect(telling(noticesOf(silent, LIVE_AT + 30_000), first.told, false).due).toEqual([]);
  const spoke = consoleAfter(...LIVE, ['a', { type: 'caller.startedSpeaking', itemId: 'c' }]);
  const settled = telling(noticesOf(spoke, LIVE_AT + 31_000), first.told, false);
  expect(settled).toEqual({ due: [], told: new Set() });
  const again = consoleAfter(
    ...LIVE,
    ['a', { type: 'caller.startedSpeaking', itemId: 'c' }],
    ['a', { type: 'caller.stoppedSpeaking', itemId: 'c' }],
  );
  expect(keys(telling(noticesOf(again, LIVE_AT + 60_000), settled.told, false).due)).toEqual(['a/dead-air 4000']);
});
