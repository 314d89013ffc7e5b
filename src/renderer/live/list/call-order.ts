import { useMemo } from 'react';
import { LIMIT_NAMES } from '../../../shared/agent/agent-limits';
import { needsOf, type Need } from '../../../shared/call/attention';
import type { Call } from '../../../shared/call/call';
import { plainLine } from '../../ui/text/plain-text';
import { useTimed } from '../../ui/time/timer';

/**
 * Order of the call list. Current calls: those that need a person first, then those that are only silent, then the
 * others; each by age, oldest first. Ended calls: latest first.
 */
export interface CallOrder {
  readonly current: readonly Call[];
  readonly ended: readonly Call[];
  /** Number of calls that need a person, the first ones of `current`. */
  readonly needsYou: number;
  /** Number of calls that are only silent, behind those. */
  readonly quiet: number;
}

/** Urgency of a call: it needs a person, or is only silent; null: neither. */
export type Urgency = 'person' | 'quiet' | null;

/** Returns the urgency of a call at `now`, epoch ms. */
export function urgencyOf(call: Call, now: number): Urgency {
  const needs = needsOf(call, now);
  if (needs.length === 0) return null;
  return needs.every(({ kind }) => kind === 'dead-air') ? 'quiet' : 'person';
}

/** Sorts the console's calls into list order. */
export function orderCalls(calls: Iterable<Call>, urgency: (call: Call) => Urgency): CallOrder {
  const needing: Call[] = [];
  const quiet: Call[] = [];
  const others: Call[] = [];
  const ended: Call[] = [];
  for (const call of calls) {
    if (call.phase.name === 'ended') ended.push(call);
    else if (urgency(call) === 'person') needing.push(call);
    else if (urgency(call) === 'quiet') quiet.push(call);
    else others.push(call);
  }
  const byAge = (one: Call, other: Call): number => one.rangAt - other.rangAt || one.id.localeCompare(other.id);
  needing.sort(byAge);
  quiet.sort(byAge);
  others.sort(byAge);
  ended.sort((one, other) => endedAt(other) - endedAt(one) || byAge(one, other));
  return { current: [...needing, ...quiet, ...others], ended, needsYou: needing.length, quiet: quiet.length };
}

/** Time the call ended, epoch ms; 0 while it is going on. */
export function endedAt(call: Call): number {
  return call.phase.name === 'ended' ? call.phase.at : 0;
}

/** Urgencies as letters of one text, which is compared at every tick. */
const URGENCY_LETTERS = { person: 'p', quiet: 'q', none: '-' } as const;

/** Returns the console's calls in list order. A call moves when it starts or stops needing a person. */
export function useCallOrder(calls: ReadonlyMap<string, Call>): CallOrder {
  const urgencies = useTimed((now) =>
    [...calls.values()].map((call) => URGENCY_LETTERS[urgencyOf(call, now) ?? 'none']).join(''),
  );
  return useMemo(() => {
    const urgency = new Map([...calls.keys()].map((id, index) => [id, urgencies[index]]));
    return orderCalls(calls.values(), ({ id }) => {
      const letter = urgency.get(id);
      return letter === 'p' ? 'person' : letter === 'q' ? 'quiet' : null;
    });
  }, [calls, urgencies]);
}

/** Returns why this call needs a person, updated as time passes; empty when it needs nobody. */
export function useNeed(call: Call): string {
  return useTimed((now) => needLabel(call, now) ?? '');
}

type NeedOf<K extends Need['kind']> = Extract<Need, { readonly kind: K }>;

/** Wording of one kind of need: two or three words for the list, and a sentence's end that is read out. */
interface Labels<N extends Need> {
  readonly short: (need: N, now: number) => string;
  readonly spoken: (need: N) => string;
}

const LABELS: { readonly [K in Need['kind']]: Labels<NeedOf<K>> } = {
  'operator-lost': { short: () => 'operator lost', spoken: () => 'the caller hears nobody, the operator is lost' },
  tool: {
    short: ({ tool }) => `${tool.approval?.state === 'asked' ? 'approve' : 'answer'} ${plainLine(tool.name)}`,
    spoken: ({ tool }) => `${plainLine(tool.name)} waits for your answer`,
  },
  'transfer-failed': { short: () => 'transfer failed', spoken: () => 'the caller could not be put through' },
  'limit-reached': {
    short: ({ limit }) => `${LIMIT_NAMES[limit]} reached`,
    spoken: ({ limit }) => `the ${LIMIT_NAMES[limit]} was reached`,
  },
  'dead-air': {
    short: ({ since }, now) => `silent ${String(Math.floor((now - since) / 1000))} s`,
    spoken: () => 'nobody has spoken for a while',
  },
  'agent-gone': { short: () => 'agent gone', spoken: () => 'the agent is gone, only you can speak' },
};

/** Label of the most urgent need of the call at `now`, in two or three words; null when it needs nobody. */
export function needLabel(call: Call, now: number): string | null {
  const needs = needsOf(call, now);
  const [need] = needs;
  if (need === undefined) return null;
  const more = need.kind === 'tool' ? needs.filter(({ kind }) => kind === 'tool').length - 1 : 0;
  return `${labelsOf(need.kind).short(need, now)}${more > 0 ? ` +${String(more)}` : ''}`;
}

/** The end of a sentence that tells somebody who does not see the page why a call needs them. */
export function spokenNeed(need: Need): string {
  return labelsOf(need.kind).spoken(need);
}

function labelsOf<K extends Need['kind']>(kind: K): Labels<NeedOf<K>> {
  return LABELS[kind];
}

/** The neighbour of a call in the list, by `step` places; null at the ends. */
export function neighbour({ current, ended }: CallOrder, from: Call | null, step: 1 | -1): Call | null {
  const list = [...current, ...ended];
  const at = list.findIndex((call) => call.id === from?.id);
  return list[at + step] ?? null;
}

/** The next call after this one, round the list, that needs a person; null when none does. */
export function nextInNeed({ current, needsYou, quiet }: CallOrder, from: Call | null): Call | null {
  const inNeed = new Set(current.slice(0, needsYou + quiet));
  const at = current.findIndex((call) => call.id === from?.id);
  const round = [...current.slice(at + 1), ...current.slice(0, at + 1)];
  return round.find((call) => inNeed.has(call)) ?? null;
}

/**
 * Rows as they are shown while the pointer is in the list: each call keeps its place, even once it is over, and new ones
 * come last. A press then never hits another call than the one it was meant for.
 */
export function heldRows(held: readonly string[], { current, ended }: CallOrder): CallOrder['current'] {
  const all = new Map([...current, ...ended].map((call) => [call.id, call]));
  const known = new Set(held);
  const kept = held.flatMap((id) => all.get(id) ?? []);
  return [...kept, ...current.filter(({ id }) => !known.has(id))];
}

/** Calls whose number, line, agent or caller's words contain the text, whatever its case and the spaces of a number. */
export function matching(calls: readonly Call[], text: string): readonly Call[] {
  const wanted = text.trim().toLocaleLowerCase();
  if (wanted === '') return calls;
  const digits = wanted.replace(/[\s()+.-]/g, '');
  const isNumber = /^\d{2,}$/.test(digits);
  return calls.filter(
    ({ from, to, agent, turns }) =>
      (isNumber && (from.includes(digits) || to.includes(digits))) ||
      agent.name.toLocaleLowerCase().includes(wanted) ||
      turns.some((turn) => turn.kind === 'caller' && turn.text.toLocaleLowerCase().includes(wanted)),
  );
}
