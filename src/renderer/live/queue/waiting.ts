import { deadlineOf, leftoversOf, toolsWaiting, type Leftover } from '../../../shared/call/attention';
import type { Call } from '../../../shared/call/call';
import type { ToolTurn } from '../../../shared/call/transcript';
import { endWords } from '../../labels/end-reasons';
import { viewArguments } from '../../transcript/tool-arguments-view';
import { outcomeLabel } from '../../transcript/tool-row';
import { formatTook } from '../../ui/text/format';
import { plainLine } from '../../ui/text/plain-text';

/** Request of an agent to a person, in the call it came from. */
export interface Request {
  readonly call: Call;
  readonly tool: ToolTurn;
}

/** Requests that wait for a person, the one with the least time left first. */
export function requestsOf(calls: Iterable<Call>): readonly Request[] {
  return [...calls]
    .flatMap((call) => toolsWaiting(call).map((tool) => ({ call, tool })))
    .sort((one, other) => deadlineOf(one.tool) - deadlineOf(other.tool) || one.call.id.localeCompare(other.call.id));
}

/** Names a request among all of them. */
export function requestKey({ call, tool }: Request): string {
  return `${call.id} ${tool.toolCallId}`;
}

/**
 * Requests as they are shown while the pointer is among them: each keeps its place, settled ones included, and new ones
 * come last. A press that comes a moment late then never hits another request.
 */
export function heldRequests(
  held: readonly string[],
  calls: ReadonlyMap<string, Call>,
  waiting: readonly Request[],
): readonly Request[] {
  const known = new Set(held);
  const kept = held.flatMap((key) => {
    const [callId = '', toolCallId = ''] = key.split(' ');
    const call = calls.get(callId);
    const tool = call?.turns.find((turn): turn is ToolTurn => turn.kind === 'tool' && turn.toolCallId === toolCallId);
    return call === undefined || tool === undefined ? [] : [{ call, tool }];
  });
  return [...kept, ...waiting.filter((request) => !known.has(requestKey(request)))];
}

/** Longest line of arguments that can be approved without opening the call; characters. */
const LINE_CHARS = 120;

/** Request in one line. `isWhole`: it says all that would run, so that it may be approved as it stands. */
export interface RequestLine {
  readonly name: string;
  readonly values: string;
  readonly isWhole: boolean;
}

/** Words a request in one line: `refund_order · $48 · A17 · late`. */
export function requestLine(tool: ToolTurn): RequestLine {
  const view = viewArguments(tool.arguments);
  const name = plainLine(tool.name);
  if (view.kind === 'none') return { name, values: '', isWhole: true };
  const text = view.kind === 'rows' ? view.rows.map(([, value]) => value).join(' · ') : view.text;
  const values = plainLine(text);
  const isWhole = view.kind === 'rows' && values.length <= LINE_CHARS && values === text;
  return { name, values: isWhole ? values : `${values.slice(0, LINE_CHARS)}…`, isWhole };
}

/** Words what became of a request that no longer waits; null while it does. */
export function settledLabel(tool: ToolTurn): string | null {
  return tool.outcome.state === 'pending' && tool.approval?.state !== 'given' ? null : plainLine(outcomeLabel(tool));
}

/** Ended calls that left something to do, the latest first. */
export function leftOver(ended: readonly Call[]): readonly Call[] {
  return ended.filter((call) => leftoversOf(call).length > 0);
}

/** Words the first thing that an ended call left to do; null: nothing. */
export function leftoverLabel(call: Call): string | null {
  const [left] = leftoversOf(call);
  return left === undefined || call.phase.name !== 'ended' ? null : LABELS[left](call, call.phase);
}

type Ended = Extract<Call['phase'], { name: 'ended' }>;

const LABELS: Readonly<Record<Leftover, (call: Call, phase: Ended) => string>> = {
  'gave-up': ({ rangAt }, { at }) => `gave up after ${formatTook(at - rangAt)}`,
  'request-unanswered': () => 'a request was not answered',
  'transfer-failed': () => 'was not put through',
  'cut-off': ({ direction }, { reason }) => `cut off: ${endWords(direction, reason).short.toLowerCase()}`,
};
