import { needsOf } from '../../../shared/call/attention';
import type { Call } from '../../../shared/call/call';
import type { ConsoleState } from '../../../shared/call/console';
import { callsOn, count, linesOn } from './desk-view';
import { plainLabel } from './plain-label';

/** One row of the tray's menu. Only a call can be chosen. */
export type TrayRow =
  | { readonly kind: 'text'; readonly label: string }
  | { readonly kind: 'call'; readonly label: string; readonly callId: string };

/** State of the tray icon: nothing is on, all is well, or something waits for a person. */
export type TrayTone = 'off' | 'ok' | 'attention';

/** Content of the tray. The same state gives the same content, however often a caller's words change. */
export interface TrayLabels {
  readonly tone: TrayTone;
  readonly toolTip: string;
  readonly lines: readonly TrayRow[];
  readonly calls: readonly TrayRow[];
}

/** Most rows for lines, and most for calls. The rest are only counted. */
const MAX_ROWS = 8;

/** Summarises the console at `now`, in epoch ms, for the tray. */
export function trayLabels(state: ConsoleState, now: number): TrayLabels {
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
      lines.map(({ number, state }) => ({ kind: 'text', label: `${plainLabel(number)}  ${state}` })),
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

/** Four bytes a pixel, blue first, as Electron's `toBitmap` gives them. */
const BYTES_PER_PIXEL = 4;

const COLOURS: Readonly<Record<Exclude<TrayTone, 'off'>, readonly [blue: number, green: number, red: number]>> = {
  ok: [0x5a, 0xa7, 0x3c],
  attention: [0x1f, 0xa5, 0xf0],
};

/** A copy of a square picture with a dot in its lower right corner, in the colour of `tone`; none while nothing is on. */
export function withDot(bitmap: Buffer, tone: TrayTone): Buffer {
  const copy = Buffer.from(bitmap);
  if (tone === 'off') return copy;
  const sidePx = Math.sqrt(copy.length / BYTES_PER_PIXEL);
  const radiusPx = sidePx * 0.26;
  const centrePx = sidePx - radiusPx;
  for (let y = 0; y < sidePx; y++) {
    for (let x = 0; x < sidePx; x++) {
      const distancePx = Math.hypot(x + 0.5 - centrePx, y + 0.5 - centrePx);
      if (distancePx <= radiusPx) copy.set([...COLOURS[tone], 0xff], (y * sidePx + x) * BYTES_PER_PIXEL);
    }
  }
  return copy;
}
