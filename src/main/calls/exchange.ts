import type { Agent } from '../../shared/agent/agent';
import type { CallEnd, CallEvent } from '../../shared/call/events';
import type { EndMoment } from '../../shared/contract/call-contract';
import type { Release } from '../call/call-ends';
import { CallSession } from '../call/session';
import type {
  CallerLeg,
  CallerLegListener,
  Clock,
  CommandRefusal,
  Dispose,
  Exchange,
  Journal,
  Log,
  ModelConnector,
  RingFacts,
  RingVerdict,
  Telephony,
} from '../ports/ports';
import type { Transcriber } from '../ports/ports-operator';
import type { ToolRunner } from '../ports/ports-tools';
import { RING_SECONDS, type CalleeState, type TransferRefusal, type TransferRequest } from '../ports/ports-transfer';
import type { CallRegistry } from './call-registry';
import type { OutgoingCall } from './dialler';
import { Hangups } from './hangups';

/** The stream of an admitted call must be up by then: the token's life and the carrier's connect time. */
const ARRIVAL_DEADLINE_MS = 75_000;
/** Calls that are remembered, so that the carrier may tell of them again. */
const MAX_REMEMBERED_CALLS = 2000;
/** A call out may wait in the carrier's queue, ring, and then has to arrive as any other. */
const ANSWER_DEADLINE_MS = (RING_SECONDS + 60) * 1000 + ARRIVAL_DEADLINE_MS;

/** A call that is not over. */
export interface OngoingCall {
  readonly callId: string;
  readonly carrierCallId: string;
  /** Our number, and the other one's. */
  readonly line: string;
  readonly other: string;
  readonly agent: Agent;
  /** None while a call that came in rings. */
  readonly session: CallSession | null;
}

/** What the calls of one carrier need. */
export interface ExchangeParts {
  readonly clock: Clock;
  readonly journal: Journal;
  /** Where these calls are found, among all others. */
  readonly registry: CallRegistry;
  readonly models: ModelConnector;
  readonly tools: ToolRunner;
  readonly telephony: Pick<Telephony, 'hangUp'>;
  /** Undefined: nobody writes down what operators say. */
  readonly transcriber: Transcriber | undefined;
  /** How long an operator who was lost is waited for; ms. */
  readonly operatorReturnMs: () => number;
  readonly log: Log;
  /** The agent of a number; the call keeps what it is given here. */
  readonly agentFor: (number: string) => Agent;
  readonly newCallId: () => string;
  readonly maxCalls: number;
  readonly practice: boolean;
  /** Absent: the calls are spoken. */
  readonly isWritten?: boolean;
}

interface Entry extends OngoingCall {
  readonly stopArrival: Dispose;
  readonly unregister: Dispose;
  leg: CallerLeg | null;
  session: CallSession | null;
  /** How far a call of ours is known to be, as a place in `ORDER`; -1: nothing is known. */
  progress: number;
}

const ORDER: readonly CalleeState[] = ['queued', 'ringing', 'answered', 'answered-by-machine'];

/** The calls of one carrier, each an object of its own that knows no other. */
export class CallExchange implements Exchange {
  private readonly calls = new Map<string, Entry>();
  /** Ids of calls that rang, by the carrier's, newest last, so that a replayed webhook begins nothing. */
  private readonly recent = new Map<string, string>();
  private readonly hangups: Hangups;
  /** Told of each call that is over. */
  onEnded: (callId: string) => void = () => undefined;
  /** Somebody wants a caller put through. */
  onTransferWanted: (
    call: OngoingCall,
    request: TransferRequest,
    by: 'operator' | 'agent',
  ) => TransferRefusal | undefined = () => 'not-possible-now';
  private isStopping = false;

  constructor(private readonly parts: ExchangeParts) {
    this.hangups = new Hangups(parts);
  }

  get liveCalls(): number {
    return this.calls.size;
  }

  ring({ carrierCallId, from, to }: RingFacts): RingVerdict {
    const known = this.recent.get(carrierCallId);
    if (known !== undefined)
      return this.calls.has(known) ? { admitted: true, callId: known } : { admitted: false, reason: 'over' };
    const noRoom = this.noRoom();
    if (noRoom !== undefined) return { admitted: false, reason: noRoom === 'desk-full' ? 'full' : noRoom };

    const callId = this.parts.newCallId();
    const call = { callId, carrierCallId, line: to, other: from, agent: this.parts.agentFor(to) };
    this.register(call, 'in', ARRIVAL_DEADLINE_MS, { by: 'caller', reason: 'caller-never-arrived' });
    return { admitted: true, callId };
  }

  /** A call of ours is at the carrier: it rings, and its agent gets on the line. */
  admitOut({ callId, from, to, agent }: OutgoingCall, carrierCallId: string): void {
    const gone: CallEnd = { by: 'switchboard', reason: 'callee-not-reachable' };
    const call = { callId, carrierCallId, line: from, other: to, agent };
    const entry = this.register(call, 'out', ANSWER_DEADLINE_MS, gone);
    if (this.calls.has(callId)) this.openSession(entry).connectModel();
  }

  /** The carrier says how a call of ours fares; the same again is no news, nor what was before. */
  progressed(call: OngoingCall, state: CalleeState): void {
    const entry = this.calls.get(call.callId);
    if (entry === undefined || ORDER.indexOf(state) <= entry.progress) return;
    entry.progress = ORDER.indexOf(state);
    this.record(entry.callId, { type: 'call.progressed', state });
  }

  attachCaller(callId: string, leg: CallerLeg): CallerLegListener | undefined {
    const entry = this.calls.get(callId);
    if (entry === undefined || this.isStopping) return undefined;
    const session = entry.session ?? this.openSession(entry);
    if (!session.wantsStream) return undefined;
    entry.stopArrival();
    entry.leg = leg;
    return session.attach(leg);
  }

  carrierReportedEnd(carrierCallId: string): void {
    const callId = this.recent.get(carrierCallId);
    if (callId !== undefined) this.finish(callId, { by: 'caller', reason: 'caller-hung-up' }, 'gone');
  }

  ongoing(callId: string): OngoingCall | undefined {
    return this.calls.get(callId);
  }

  /** Why no call may begin now, with so many others about to; undefined: one may. */
  noRoom(others = 0): 'desk-full' | 'stopping' | undefined {
    if (this.isStopping) return 'stopping';
    return this.calls.size + others >= this.parts.maxCalls ? 'desk-full' : undefined;
  }

  /** Admits nothing more and ends every call; the callers hear the sentence after the stream. */
  async stop(): Promise<void> {
    this.isStopping = true;
    for (const callId of [...this.calls.keys()]) {
      this.finish(callId, { by: 'switchboard', reason: 'switchboard-stopped' }, 'fall-through');
    }
    await this.hangups.settled();
  }

  /** Ends a call, once. */
  finish(callId: string, end: CallEnd, release: Release): void {
    const entry = this.calls.get(callId);
    if (entry === undefined) return;
    if (entry.session === null) this.ended(entry, end, release);
    else entry.session.end(end, release);
  }

  private register(
    call: Omit<OngoingCall, 'session'>,
    direction: 'in' | 'out',
    deadlineMs: number,
    ifNotUp: CallEnd,
  ): Entry {
    const { callId, carrierCallId, line, other, agent } = call;
    this.remember(carrierCallId, callId);
    const release = direction === 'in' ? 'gone' : 'hang-up';
    const stopArrival = this.parts.clock.after(deadlineMs, () => this.finish(callId, ifNotUp, release));
    const unregister = this.parts.registry.add(callId, {
      get session() {
        return entry.session;
      },
      endByOperator: (when) => this.endByOperator(entry, when),
    });
    const entry: Entry = { ...call, stopArrival, unregister, leg: null, session: null, progress: -1 };
    this.calls.set(callId, entry);
    const [from, to] = direction === 'in' ? [other, line] : [line, other];
    this.record(callId, {
      type: 'call.rang',
      from: from.slice(0, 64),
      to: to.slice(0, 64),
      agent: { id: agent.id, name: agent.name, version: agent.version },
      carrierCallId,
      practice: this.parts.practice,
      ...(direction === 'in' ? {} : { direction }),
    });
    return entry;
  }

  private endByOperator({ callId, session }: Entry, when: EndMoment): CommandRefusal | undefined {
    if (when === 'after-words' && session !== null) return session.endAfterWords();
    this.finish(callId, { by: 'operator', reason: 'operator-ended' }, 'hang-up');
    return undefined;
  }

  /** Forgets the oldest call that is over when there are more than 2,000. */
  private remember(carrierCallId: string, callId: string): void {
    this.recent.set(carrierCallId, callId);
    if (this.recent.size <= MAX_REMEMBERED_CALLS) return;
    for (const [oldCarrierCallId, oldCallId] of this.recent) {
      if (this.calls.has(oldCallId) || oldCallId === callId) continue;
      this.recent.delete(oldCarrierCallId);
      return;
    }
  }

  private openSession(entry: Entry): CallSession {
    const { callId, agent } = entry;
    const { models, tools, clock, transcriber, operatorReturnMs, isWritten = false } = this.parts;
    entry.session = new CallSession({
      callId,
      agent,
      models,
      tools,
      clock,
      transcriber,
      operatorReturnMs,
      isWritten,
      transfer: (request, by) => this.onTransferWanted(entry, request, by),
      emit: (event) => this.record(callId, event),
      onEnded: (end, release) => this.ended(entry, end, release),
    });
    return entry.session;
  }

  private ended(entry: Entry, end: CallEnd, release: Release): void {
    if (!this.calls.delete(entry.callId)) return;
    entry.stopArrival();
    entry.unregister();
    this.record(entry.callId, { type: 'call.ended', ...end });
    this.onEnded(entry.callId);
    this.parts.log.info('call.ended', { callId: entry.callId, by: end.by, reason: end.reason });
    if (release === 'hang-up') this.hangups.hangUp(entry);
    else entry.leg?.close();
  }

  private record(callId: string, event: CallEvent): void {
    this.parts.journal.record(callId, event);
  }
}
