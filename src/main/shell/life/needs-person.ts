import { LIMIT_NAMES } from '../../../shared/agent/agent-limits';
import type { Call } from '../../../shared/call/call';
import { pendingOperatorTools } from '../../../shared/call/attention';
import type { ConsoleState } from '../../../shared/call/console';
import { plainLabel } from './plain-label';
import { callsOn } from './whats-on';

/** A tool call that waits for a person, or a limit that was reached, as a notification puts it. Its arguments stay out: it shows on locked screens. */
export interface Need {
  /** Of this tool call among those of all calls. */
  readonly key: string;
  readonly callId: string;
  readonly title: string;
  readonly body: string;
}

/** Everything that waits for a person now. */
export function needsOf(state: ConsoleState): readonly Need[] {
  return callsOn(state).flatMap((call) => [
    ...pendingOperatorTools(call).map(({ toolCallId, name }) => need(call, toolCallId, plainLabel(name))),
    ...(call.raised === null
      ? []
      : [need(call, `limit ${call.raised.limit}`, `${LIMIT_NAMES[call.raised.limit]} reached`)]),
  ]);
}

function need(call: Call, of: string, what: string): Need {
  return {
    key: `${call.id}/${of}`,
    callId: call.id,
    title: 'A call needs you',
    // The body may be read as markup, where a lone ampersand is an error.
    body: `${plainLabel(call.from)}: ${what}`.replaceAll('&', ''),
  };
}

/** What to tell the person of now, and what they have then been told. */
export interface Telling {
  readonly due: readonly Need[];
  readonly told: ReadonlySet<string>;
}

/** Each need is told once, and not while the person looks at the window. What is settled is forgotten. */
export function telling(needs: readonly Need[], told: ReadonlySet<string>, isWatched: boolean): Telling {
  const byKey = new Map(needs.map((need) => [need.key, need]));
  const due = isWatched ? [] : [...byKey.values()].filter(({ key }) => !told.has(key));
  const kept = [...byKey.keys()].filter((key) => told.has(key));
  return { due, told: new Set([...kept, ...due.map(({ key }) => key)]) };
}
