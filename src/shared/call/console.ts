import type { SigningFault } from '../line/signing-fault';
import { assertNever } from '../std/assert-never';
import type { Call } from './call';
import { reduceCall, type DeskEvent, type Recorded } from './events';

type LineChanged = Extract<DeskEvent, { type: 'line.changed' }>;
type TunnelChanged = Extract<DeskEvent, { type: 'tunnel.changed' }>;
type TunnelCarried = Extract<DeskEvent, { type: 'tunnel.carried' }>;
type ModelServiceChanged = Extract<DeskEvent, { type: 'modelService.changed' }>;
type JournalChanged = Extract<DeskEvent, { type: 'journal.changed' }>;

/** Desk event as a view needs it: its latest value, and since when it stands. */
type Since<E> = Omit<E, 'type'> & { readonly since: number };

/** Latest state of a phone line. `since`: in this state, whatever else changed. */
export type Line = Since<LineChanged>;

/** State of everything the console shows, folded from the journal. The same fold runs in main and in the renderer. */
export interface ConsoleState {
  /** Number of the last event folded in. */
  readonly seq: number;
  /** Calls by id, in the order they rang. Ended calls are kept up to `ENDED_CALLS_KEPT`. */
  readonly calls: ReadonlyMap<string, Call>;
  readonly lines: ReadonlyMap<string, Line>;
  /**
   * State of the tunnel; null: not told yet. `since`: up, off, or not up for as long, however often it was tried again.
   */
  readonly tunnel: Since<TunnelChanged> | null;
  /** Use of ngrok in the month of the latest report; null: none was made. */
  readonly tunnelUse: Since<TunnelCarried> | null;
  /** State of the model service; null: not told yet. `since`: this model in this state, whatever else changed. */
  readonly modelService: Since<ModelServiceChanged> | null;
  /** Fault of the shared key that signs the carrier's requests; null: none is known. */
  readonly signing: SigningFault | null;
  /** State of the journal; null: nothing was ever wrong with it. */
  readonly journal: Since<JournalChanged> | null;
  /** Number of the last change to the library of agents; 0: none was seen. */
  readonly agentsSeq: number;
  /** Cost of calls since the day (UTC) of `spentOn` began; USD. */
  readonly spentUsd: number;
  readonly spentOn: string;
  /** Number of events of calls that were never seen to ring. */
  readonly ignored: number;
}

export const ENDED_CALLS_KEPT = 50;

export const EMPTY_CONSOLE: ConsoleState = {
  seq: 0,
  calls: new Map(),
  lines: new Map(),
  tunnel: null,
  tunnelUse: null,
  modelService: null,
  signing: null,
  journal: null,
  agentsSeq: 0,
  spentUsd: 0,
  spentOn: '',
  ignored: 0,
};

/** Folds one recorded event. An event already folded in (by its number) changes nothing. */
export function reduceConsole(state: ConsoleState, recorded: Recorded): ConsoleState {
  if (recorded.seq <= state.seq) return state;
  const next = { ...state, seq: recorded.seq };
  if (recorded.callId === null) return applyDeskEvent(next, recorded.event, recorded.at);

  const call = state.calls.get(recorded.callId);
  const changed = reduceCall(call, recorded);
  if (changed === undefined) return { ...next, ignored: next.ignored + 1 };
  const calls = new Map(state.calls).set(recorded.callId, changed);
  if (recorded.event.type === 'call.ended') forgetOldest(calls);
  return spend({ ...next, calls }, changed.costUsd - (call?.costUsd ?? 0), recorded.at);
}

function spend(state: ConsoleState, usd: number, at: number): ConsoleState {
  if (usd <= 0) return state;
  const day = new Date(at).toISOString().slice(0, 10);
  return day === state.spentOn
    ? { ...state, spentUsd: state.spentUsd + usd }
    : { ...state, spentUsd: usd, spentOn: day };
}

function forgetOldest(calls: Map<string, Call>): void {
  let ended = 0;
  for (const call of calls.values()) if (call.phase.name === 'ended') ended++;
  for (const call of calls.values()) {
    if (ended <= ENDED_CALLS_KEPT) return;
    if (call.phase.name !== 'ended') continue;
    calls.delete(call.id);
    ended--;
  }
}

function applyDeskEvent(state: ConsoleState, event: DeskEvent, at: number): ConsoleState {
  switch (event.type) {
    case 'line.changed': {
      const { type: _type, ...line } = event;
      const before = state.lines.get(event.number);
      const since = before?.state === event.state ? before.since : at;
      return { ...state, lines: new Map(state.lines).set(event.number, { ...line, since }) };
    }
    case 'line.removed': {
      const lines = new Map(state.lines);
      lines.delete(event.number);
      return { ...state, lines };
    }
    case 'agents.changed':
      return { ...state, agentsSeq: state.seq };
    case 'tunnel.changed': {
      const { type: _type, ...tunnel } = event;
      const isSame = state.tunnel?.kind === event.kind && statusOf(state.tunnel) === statusOf(event);
      return { ...state, tunnel: { ...tunnel, since: isSame ? state.tunnel.since : at } };
    }
    case 'tunnel.carried': {
      const { type: _type, ...tunnelUse } = event;
      return { ...state, tunnelUse: { ...tunnelUse, since: at } };
    }
    case 'modelService.changed': {
      const { type: _type, ...modelService } = event;
      const before = state.modelService;
      const isSame = before?.model === event.model && before.state === event.state;
      return { ...state, modelService: { ...modelService, since: isSame ? before.since : at } };
    }
    case 'signing.changed':
      return { ...state, signing: event.fault ?? null };
    case 'journal.changed': {
      const { type: _type, ...journal } = event;
      return {
        ...state,
        journal: { ...journal, since: state.journal?.state === event.state ? state.journal.since : at },
      };
    }
    default:
      return assertNever(event);
  }
}

/** A tunnel that fails and tries again is down all the while. */
function statusOf({ state }: Pick<TunnelChanged, 'state'>): 'ok' | 'off' | 'down' {
  return state === 'connecting' || state === 'failing' ? 'down' : state;
}
