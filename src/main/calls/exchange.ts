import type { Agent } from '../../shared/agent/agent';
import type { Call } from '../../shared/call/call';
import type { CallEvent } from '../../shared/call/events';
import { rang, type CallEnd, type RangEvent } from '../../shared/call/events/call';
import type { EndMoment } from '../../shared/contract/call-contract';
import type { Release } from '../call/call-ends';
import { CallSession } from '../call/session';
import {
  MAX_KNOWN_CALLS,
  type CallerLeg,
  type CallerLegListener,
  type Clock,
  type CommandRefusal,
  type Dispose,
  type Exchange,
  type Journal,
  type KnownCall,
  type Log,
  type ModelConnector,
  type RingFacts,
  type RingVerdict,
} from '../ports/ports';
import { faultOf } from '../../shared/std/guards';
import type { Transcriber } from '../ports/ports-operator';
import type { ToolRunner } from '../ports/ports-tools';
import {
  RING_SECONDS,
  type CalleeState,
  type Telephony,
  type TransferRefusal,
  type TransferRequest,
} from '../ports/ports-transfer';
import type { CallRegistry } from './call-registry';

/** Time for an admitted call's stream to arrive: the token's life and the carrier's connect time. */
const ARRIVAL_DEADLINE_MS = 75_000;
/** Time for a call out to be answered: it may wait in the carrier's queue, then ring, then arrive like any other. */
const ANSWER_DEADLINE_MS = (RING_SECONDS + 60) * 1000 + ARRIVAL_DEADLINE_MS;
/** Longest wait for the carrier to hang up before the stream closes anyway. */
const HANG_UP_DEADLINE_MS = 3000;

/** A call that is not over yet. */
export interface OngoingCall {
  readonly callId: string;
  readonly carrierCallId: string;
  /** Our number; `other` is the other party's. */
  readonly line: string;
  readonly other: string;
  readonly direction: Call['direction'];
  readonly agent: Agent;
  /** Null while an incoming call is ringing. */
  readonly session: CallSession | null;
}

/** A call out that may already be at the carrier. */
export interface OutgoingCall {
  readonly callId: string;
  readonly from: string;
  readonly to: string;
  readonly agent: Agent;
}

/** Dependencies of one carrier's calls. */
export interface ExchangeParts {
  readonly clock: Clock;
  readonly journal: Journal;
  /** Registry of all calls, to which these are added. */
  readonly registry: CallRegistry;
  readonly models: ModelConnector;
  readonly tools: ToolRunner;
  readonly telephony: Pick<Telephony, 'hangUp' | 'apologise'>;
  /** Transcriber of operators' speech; undefined: there is none. */
  readonly transcriber: Transcriber | undefined;
  /** Time to wait for a lost operator; ms. */
  readonly operatorReturnMs: () => number;
  readonly log: Log;
  /** The agent of a number; a call keeps the one returned here. */
  readonly agentFor: (number: string) => Agent;
  readonly newCallId: () => string;
  readonly maxCalls: number;
  /** Returns the limit of the desk that keeps one more call from beginning beside `calls`; absent: `maxCalls` is the only one. */
  readonly deskLimit?: (calls: number) => 'desk-full' | 'spend-reached' | undefined;
  /** Calls of earlier runs, oldest first; absent: none. */
  readonly knownCalls?: readonly KnownCall[];
  readonly practice: boolean;
  /** True: the calls are written; absent: spoken. */
  readonly isWritten?: boolean;
}

type NoRoom = 'desk-full' | 'spend-reached' | 'stopping';

const REASONS = { 'desk-full': 'full', 'spend-reached': 'spent', stopping: 'stopping' } as const;

interface Entry extends OngoingCall {
  readonly asItRang: Call;
  readonly stopArrival: Dispose;
  readonly unregister: Dispose;
  leg: CallerLeg | null;
  session: CallSession | null;
  /** Progress of a call out, as an index into `ORDER`; -1: nothing is known. */
  progress: number;
}

const ORDER: readonly CalleeState[] = ['queued', 'ringing', 'answered', 'answered-by-machine'];

/** The calls of one carrier, each an object of its own that knows no other. */
export class CallExchange implements Exchange {
  private readonly entries = new Map<string, Entry>();
  /** Calls that are not over, by id. */
  readonly calls: ReadonlyMap<string, OngoingCall> = this.entries;
  /** Call ids by carrier call id, newest last, so that a replayed webhook starts no second call. */
  private readonly recent: Map<string, string>;
  private readonly hangups: Hangups;
  /** Called with each call that is over. */
  onEnded: (callId: string) => void = () => undefined;
  /** Called when an operator or an agent requests a transfer. */
  onTransferWanted: (
    call: OngoingCall,
    request: TransferRequest,
    by: 'operator' | 'agent',
  ) => TransferRefusal | undefined = () => 'not-possible-now';
  private isStopping = false;

  constructor(private readonly parts: ExchangeParts) {
    this.recent = new Map(parts.knownCalls);
    this.hangups = new Hangups(parts);
  }

  ring({ carrierCallId, from, to, caller }: RingFacts): RingVerdict {
    const known = this.recent.get(carrierCallId);
    if (known !== undefined)
      return this.calls.has(known) ? { admitted: true, callId: known } : { admitted: false, reason: 'over' };
    const noRoom = this.noRoom();
    if (noRoom !== undefined) return { admitted: false, reason: REASONS[noRoom] };

    const callId = this.parts.newCallId();
    const agent = this.parts.agentFor(to);
    const call = { callId, carrierCallId, line: to, other: from, direction: 'in', agent, caller } as const;
    this.register(call, ARRIVAL_DEADLINE_MS, { by: 'caller', reason: 'caller-never-arrived' });
    return { admitted: true, callId };
  }

  /** Admits a call out that the carrier has accepted: it rings, and its agent connects. */
  admitOut({ callId, from, to, agent }: OutgoingCall, carrierCallId: string): void {
    const gone: CallEnd = { by: 'switchboard', reason: 'callee-not-reachable' };
    const call = { callId, carrierCallId, line: from, other: to, direction: 'out', agent } as const;
    const entry = this.register(call, ANSWER_DEADLINE_MS, gone);
    if (this.calls.has(callId)) this.openSession(entry).connectModel();
  }

  /** Records the progress of a call out. A repeated or earlier state is ignored. */
  progressed(call: OngoingCall, state: CalleeState): void {
    const entry = this.entries.get(call.callId);
    if (entry === undefined || ORDER.indexOf(state) <= entry.progress) return;
    entry.progress = ORDER.indexOf(state);
    this.record(entry.callId, { type: 'call.progressed', state });
  }

  attachCaller(callId: string, leg: CallerLeg, isBack = false): CallerLegListener | undefined {
    const entry = this.entries.get(callId);
    if (entry === undefined || this.isStopping) return undefined;
    const session = entry.session ?? this.openSession(entry);
    if (!session.wants(isBack)) return undefined;
    entry.stopArrival();
    entry.leg = leg;
    return session.attach(leg, isBack);
  }

  callerReturns(carrierCallId: string): string | undefined {
    const callId = this.recent.get(carrierCallId);
    if (callId !== undefined && this.calls.has(callId) && !this.isStopping) return callId;
    this.hangups.hangUp({ callId: callId ?? 'unknown', carrierCallId, leg: null }, 'apology');
    return undefined;
  }

  carrierReportedEnd(carrierCallId: string): void {
    const callId = this.recent.get(carrierCallId);
    if (callId !== undefined) this.finish(callId, { by: 'caller', reason: 'caller-hung-up' }, 'gone');
  }

  streamFailed(carrierCallId: string, code: number): void {
    const callId = this.recent.get(carrierCallId);
    if (callId !== undefined) this.record(callId, { type: 'caller.streamFailed', code });
  }

  /** Returns the reason no call may begin beside `others` about to; undefined: one may. */
  noRoom(others = 0): NoRoom | undefined {
    if (this.isStopping) return 'stopping';
    const calls = this.calls.size + others;
    return calls >= this.parts.maxCalls ? 'desk-full' : this.parts.deskLimit?.(calls);
  }

  /** Admits no more calls and ends every one; the carrier tells their callers. */
  async stop(): Promise<void> {
    this.isStopping = true;
    for (const callId of [...this.calls.keys()]) {
      this.finish(callId, { by: 'switchboard', reason: 'switchboard-stopped' }, 'apology');
    }
    await this.hangups.settled();
  }

  /** Ends a call; does nothing the second time. */
  finish(callId: string, end: CallEnd, release: Release): void {
    const entry = this.entries.get(callId);
    if (entry === undefined) return;
    if (entry.session === null) this.ended(entry, end, release);
    else entry.session.end(end, release);
  }

  private register(
    call: Omit<OngoingCall, 'session'> & Pick<RingFacts, 'caller'>,
    deadlineMs: number,
    ifNotUp: CallEnd,
  ): Entry {
    const { callId, carrierCallId, line, other, direction, agent, caller } = call;
    this.remember(carrierCallId, callId);
    const release = direction === 'in' ? 'gone' : 'hang-up';
    const stopArrival = this.parts.clock.after(deadlineMs, () => this.finish(callId, ifNotUp, release));
    const unregister = this.parts.registry.add(callId, {
      get session() {
        return entry.session;
      },
      endByOperator: (when) => this.endByOperator(entry, when),
    });
    const [from, to] = direction === 'in' ? [other, line] : [line, other];
    const event: RangEvent = {
      type: 'call.rang',
      from: from.slice(0, 64),
      to: to.slice(0, 64),
      agent: { id: agent.id, name: agent.name, version: agent.version },
      carrierCallId,
      practice: this.parts.practice,
      ...(direction === 'in' ? {} : { direction }),
      ...(caller && { caller }),
    };
    const asItRang = rang(callId, event, this.parts.clock.wallMs());
    const entry: Entry = { ...call, asItRang, stopArrival, unregister, leg: null, session: null, progress: -1 };
    this.entries.set(callId, entry);
    this.record(callId, event);
    return entry;
  }

  private endByOperator({ callId, session }: Entry, when: EndMoment): CommandRefusal | undefined {
    if (when === 'after-words' && session !== null) return session.endAfterWords();
    this.finish(callId, { by: 'operator', reason: 'operator-ended' }, 'hang-up');
    return undefined;
  }

  /** Remembers a call, and forgets the oldest one that is over beyond the limit. */
  private remember(carrierCallId: string, callId: string): void {
    this.recent.set(carrierCallId, callId);
    if (this.recent.size <= MAX_KNOWN_CALLS) return;
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
      rang: entry.asItRang,
      agent,
      models,
      tools,
      clock,
      transcriber,
      operatorReturnMs,
      isWritten,
      transfer: (request, by) => this.onTransferWanted(entry, request, by),
      emit: (event) => this.record(callId, event),
      onFault: (error) => this.parts.log.error('call.bug', { callId, ...faultOf(error) }),
      onEnded: (end, release) => this.ended(entry, end, release),
    });
    return entry.session;
  }

  private ended(entry: Entry, end: CallEnd, release: Release): void {
    if (!this.entries.delete(entry.callId)) return;
    entry.stopArrival();
    entry.unregister();
    this.record(entry.callId, { type: 'call.ended', ...end });
    this.onEnded(entry.callId);
    this.parts.log.info('call.ended', { callId: entry.callId, by: end.by, reason: end.reason });
    if (release === 'gone') entry.leg?.close();
    else this.hangups.hangUp(entry, release);
  }

  private record(callId: string, event: CallEvent): void {
    this.parts.journal.record(callId, event);
  }
}

/** The caller's phone of one call. */
interface PhoneToHangUp {
  readonly callId: string;
  readonly carrierCallId: string;
  readonly leg: CallerLeg | null;
}

/**
 * Hang-ups in progress, one for each call. Each ends the call at the carrier before the stream closes, because what follows
 * the stream there leads the caller back to us.
 */
class Hangups {
  private readonly underWay = new Map<string, Promise<void>>();

  constructor(
    private readonly parts: {
      readonly clock: Clock;
      readonly telephony: Pick<Telephony, 'hangUp' | 'apologise'>;
      readonly log: Log;
    },
  ) {}

  hangUp(phone: PhoneToHangUp, release: Exclude<Release, 'gone'>): void {
    if (this.underWay.has(phone.carrierCallId)) return;
    const done = this.ask(phone, release).finally(() => this.underWay.delete(phone.carrierCallId));
    this.underWay.set(phone.carrierCallId, done);
  }

  /** Resolves once every hang-up is done or has timed out. */
  async settled(): Promise<void> {
    await Promise.all(this.underWay.values());
  }

  private async ask({ callId, carrierCallId, leg }: PhoneToHangUp, release: Exclude<Release, 'gone'>): Promise<void> {
    const { clock, telephony, log } = this.parts;
    let stopDeadline: Dispose = () => undefined;
    const deadline = new Promise<void>((resolve) => {
      stopDeadline = clock.after(HANG_UP_DEADLINE_MS, resolve);
    });
    try {
      const asked = release === 'hang-up' ? telephony.hangUp(carrierCallId) : telephony.apologise(carrierCallId);
      await Promise.race([asked, deadline]);
    } catch {
      log.warn('call.hang-up-failed', { callId });
    }
    stopDeadline();
    leg?.close();
  }
}
