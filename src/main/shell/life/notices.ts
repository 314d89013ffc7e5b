import { LIMIT_NAMES } from '../../../shared/agent/agent-limits';
import { needKey, needsOf, type Need } from '../../../shared/call/attention';
import type { Call } from '../../../shared/call/call';
import type { ConsoleState } from '../../../shared/call/console';
import { callsOn } from './desk-view';
import { plainLabel } from './plain-label';

/**
 * Text of a desktop notification about one need of one call. It shows on locked screens, so it never quotes the conversation.
 */
export interface Notice {
  /** Key of this need among those of all calls. */
  readonly key: string;
  readonly callId: string;
  readonly title: string;
  readonly body: string;
}

type NeedOf<K extends Need['kind']> = Extract<Need, { readonly kind: K }>;

const TEXTS: { readonly [K in Need['kind']]: (need: NeedOf<K>) => string } = {
  'operator-lost': () => 'the operator cannot be heard',
  tool: ({ tool }) => plainLabel(tool.name),
  'transfer-failed': () => 'the transfer failed',
  'limit-reached': ({ limit }) => `${LIMIT_NAMES[limit]} reached`,
  'dead-air': () => 'nobody has spoken for a while',
  'agent-gone': () => 'the agent is gone, only an operator can speak',
};

/** Notices for everything that needs a person at `now`, in epoch ms. */
export function noticesOf(state: ConsoleState, now: number): readonly Notice[] {
  return callsOn(state).flatMap((call) => needsOf(call, now).map((need) => notice(call, need)));
}

function notice(call: Call, need: Need): Notice {
  return {
    key: `${call.id}/${needKey(need)}`,
    callId: call.id,
    title: 'A call needs you',
    // The body may be parsed as markup, where a lone ampersand is an error.
    body: `${plainLabel(call.from)}: ${textOf(need.kind, need)}`.replaceAll('&', ''),
  };
}

function textOf<K extends Need['kind']>(kind: K, need: NeedOf<K>): string {
  return TEXTS[kind](need);
}

/** Notices to show now, and the keys of all notices shown so far. */
export interface Telling {
  readonly due: readonly Notice[];
  readonly told: ReadonlySet<string>;
}

/** Selects the notices to show: each once, and none while the person looks at the window. Settled needs are forgotten. */
export function telling(notices: readonly Notice[], told: ReadonlySet<string>, isWatched: boolean): Telling {
  const byKey = new Map(notices.map((each) => [each.key, each]));
  const due = isWatched ? [] : [...byKey.values()].filter(({ key }) => !told.has(key));
  const kept = [...byKey.keys()].filter((key) => told.has(key));
  return { due, told: new Set([...kept, ...due.map(({ key }) => key)]) };
}
