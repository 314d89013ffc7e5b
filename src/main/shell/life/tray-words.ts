import { needsOf } from '../../../shared/call/attention';
import type { Call } from '../../../shared/call/call';
import type { ConsoleState } from '../../../shared/call/console';
import { plainLabel } from './plain-label';
import { callsOn, count, linesOn } from './whats-on';

/** One row of the tray's menu. Only a call can be chosen. */
export type TrayRow =
  | { readonly kind: 'text'; readonly label: string }
  | { readonly kind: 'call'; readonly label: string; readonly callId: string };

/** State of the tray icon: nothing is on, all is well, or something waits for a person. */
export type TrayTone = 'off' | 'ok' | 'attention';

/** Content of the tray. The same state gives the same content, however often a caller's words change. */
export interface TrayWords {
  readonly tone: TrayTone;
  readonly toolTip: string;
  readonly lines: readonly TrayRow[];
  readonly calls: readonly TrayRow[];
}

/** Most rows for lines, and most for calls. The rest are only counted. */
const MAX_ROWS = 8;

/** Summarises the console at `now`, in epoch ms, for the tray. */
export function trayWords(state: ConsoleState, now: number): TrayWords {
  const needsPerson = (call: Call): boolean => needsOf(call, now).length > 0;
  const lines = linesOn(state);
  const calls = callsOn(state);
  const waiting = calls.filter(needsPerson).length;
  const lineHead = lines.length === 0 ? 'No line is live' : count(lines.length, 'line');
  const callHead = [
    calls.length === 0 ? 'No calls' : count(calls.length, 'call'),
    ...(waiting === 0 ? [] : [`${waiting} ${waiting === 1 ? 'needs' : 'need'} you`]),
  ].join(', ');
  const isAsking = waiting > 0 || lines.some((line) => line.state === 'degraded');
  return {
    tone: isAsking ? 'attention' : lines.length + calls.length > 0 ? 'ok' : 'off',
    toolTip: `Switchboard: ${lineHead}, ${callHead}`,
    lines: rows(
      lineHead,
      lines.map(({ number, state: standing }) => ({ kind: 'text', label: `${plainLabel(number)}  ${standing}` })),
    ),
    calls: rows(
      callHead,
      calls.map((call) => callRow(call, needsPerson(call))),
    ),
  };
}

function rows(head: string, all: readonly TrayRow[]): readonly TrayRow[] {
  const rest = all.length - MAX_ROWS;
  return [
    { kind: 'text', label: head },
    ...all.slice(0, MAX_ROWS),
    ...(rest > 0 ? [{ kind: 'text', label: `and ${rest} more` } as const] : []),
  ];
}

function callRow(call: Call, needsPerson: boolean): TrayRow {
  const agent = call.practice ? 'practice' : plainLabel(call.agent.name);
  const label = [plainLabel(call.from), agent, ...(needsPerson ? ['needs you'] : [])].join('  ');
  return { kind: 'call', label, callId: call.id };
}
