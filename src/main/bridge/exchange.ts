import type { Agent } from '../../shared/agent/agent';
import type { CallEvent } from '../../shared/call/events';
import type { EndMoment } from '../../shared/contract/contract';
import type {
  CallCommands,
  CallerLeg,
  CallerLegListener,
  Clock,
  CommandRefusal,
  Dispose,
  Exchange,
  Journal,
  Level,
  Log,
  ModelConnector,
  RingFacts,
  RingVerdict,
  Telephony,
  ToolRunner,
} from '../ports';
import type { OperatorCommands, Transcriber } from '../ports-operator';
import type { DialOutcome, PhoneCommands, TransferRefusal } from '../ports-transfer';
import { createOperatorCommands } from './operator-commands';
import { CallSession, type CallEnd, type Release } from './session';

/** The stream of an admitted call must be up by then: the token's life and the carrier's connect time. */
const ARRIVAL_DEADLINE_MS = 75_000;
const HANG_UP_DEADLINE_MS = 3000;
const MAX_REMEMBERED_CALLS = 2000;

export interface ExchangeParts {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly models: ModelConnector;
  readonly tools: ToolRunner;
  readonly telephony: Telephony;
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
}

interface Entry {
  readonly callId: string;
  readonly carrierCallId: string;
  readonly agent: Agent;
  readonly stopArrival: Dispose;
  leg: CallerLeg | null;
  session: CallSession | null;
}

/** All the calls there are, each an object of its own that knows no other. */
export class CallExchange implements Exchange, CallCommands, PhoneCommands {
  private readonly calls = new Map<string, Entry>();
  /** Carrier ids of calls that rang, newest last, so that a replayed webhook begins nothing. */
  private readonly rung = new Map<string, string>();
  /** What operators may do to the calls of this exchange. */
  readonly operator: OperatorCommands = createOperatorCommands(
    (callId) => this.calls.get(callId)?.session?.operator ?? this.whyNot(callId, 'not-live'),
  );
  private readonly releases = new Set<Promise<void>>();
  private isStopping = false;

  constructor(private readonly parts: ExchangeParts) {}

  get liveCalls(): number {
    return this.calls.size;
  }

  ring({ carrierCallId, from, to }: RingFacts): RingVerdict {
    const known = this.rung.get(carrierCallId);
    if (known !== undefined)
      return this.calls.has(known) ? { admitted: true, callId: known } : { admitted: false, reason: 'over' };
    if (this.isStopping) return { admitted: false, reason: 'stopping' };
    if (this.calls.size >= this.parts.maxCalls) return { admitted: false, reason: 'full' };

    const callId = this.parts.newCallId();
    const agent = this.parts.agentFor(to);
    this.rung.set(carrierCallId, callId);
    this.forgetOldest();
    const stopArrival = this.parts.clock.after(ARRIVAL_DEADLINE_MS, () =>
      this.endEntry(callId, { by: 'caller', reason: 'caller-never-arrived' }, 'gone'),
    );
    this.calls.set(callId, { callId, carrierCallId, agent, stopArrival, leg: null, session: null });
    this.record(callId, {
      type: 'call.rang',
      from: from.slice(0, 64),
      to: to.slice(0, 64),
      agent: { id: agent.id, name: agent.name, version: agent.version },
      carrierCallId,
      practice: this.parts.practice,
    });
    return { admitted: true, callId };
  }

  attachCaller(callId: string, leg: CallerLeg): CallerLegListener | undefined {
    const entry = this.calls.get(callId);
    if (entry === undefined || entry.session !== null || this.isStopping) return undefined;
    entry.stopArrival();
    entry.leg = leg;
    const session = new CallSession({
      callId,
      agent: entry.agent,
      leg,
      models: this.parts.models,
      tools: this.parts.tools,
      clock: this.parts.clock,
      transcriber: this.parts.transcriber,
      operatorReturnMs: this.parts.operatorReturnMs,
      emit: (event) => this.record(callId, event),
      onEnded: (end, release) => this.ended(entry, end, release),
    });
    entry.session = session;
    if (this.calls.has(callId)) return session;
    // It ended while it began: whoever ended it knew of no session to close.
    session.end({ by: 'switchboard', reason: 'switchboard-stopped' }, 'gone');
    return undefined;
  }

  carrierReportedEnd(carrierCallId: string): void {
    const callId = this.rung.get(carrierCallId);
    if (callId !== undefined) this.endEntry(callId, { by: 'caller', reason: 'caller-hung-up' }, 'gone');
  }

  end(callId: string, when: EndMoment): CommandRefusal | undefined {
    const entry = this.calls.get(callId);
    if (entry === undefined) return this.whyNot(callId);
    if (when === 'after-words' && entry.session !== null) return entry.session.endAfterWords();
    this.endEntry(callId, { by: 'operator', reason: 'operator-ended' }, 'hang-up');
    return undefined;
  }

  stopWords(callId: string): CommandRefusal | undefined {
    const session = this.calls.get(callId)?.session;
    return session ? session.stopWords() : this.whyNot(callId);
  }

  answerTool(callId: string, toolCallId: string, output: string): CommandRefusal | undefined {
    const session = this.calls.get(callId)?.session;
    return session ? session.answerTool(toolCallId, output) : this.whyNot(callId);
  }

  rejectTool(callId: string, toolCallId: string, reason: string): CommandRefusal | undefined {
    const session = this.calls.get(callId)?.session;
    return session ? session.rejectTool(toolCallId, reason) : this.whyNot(callId);
  }

  transfer(callId: string): TransferRefusal | undefined {
    return this.calls.has(callId) ? 'not-possible-now' : this.whyNot(callId);
  }

  dial(): Promise<DialOutcome> {
    return Promise.resolve({ ok: false, code: 'line-not-live', detail: '' });
  }

  applyAgent(callId: string, agent: Agent): CommandRefusal | undefined {
    const entry = this.calls.get(callId);
    if (entry === undefined) return this.whyNot(callId);
    return entry.session === null ? 'not-live' : entry.session.applyAgent(agent);
  }

  levels(): readonly Level[] {
    const levels: Level[] = [];
    for (const { session } of this.calls.values()) if (session !== null) levels.push(session.level());
    return levels;
  }

  /** Admits nothing more and ends every call; the callers hear the sentence after the stream. */
  async stop(): Promise<void> {
    this.isStopping = true;
    for (const callId of [...this.calls.keys()]) {
      this.endEntry(callId, { by: 'switchboard', reason: 'switchboard-stopped' }, 'fall-through');
    }
    await Promise.all(this.releases);
  }

  private endEntry(callId: string, end: CallEnd, release: Release): void {
    const entry = this.calls.get(callId);
    if (entry === undefined) return;
    if (entry.session === null) this.ended(entry, end, release);
    else entry.session.end(end, release);
  }

  private ended(entry: Entry, end: CallEnd, release: Release): void {
    if (!this.calls.delete(entry.callId)) return;
    entry.stopArrival();
    this.record(entry.callId, { type: 'call.ended', ...end });
    this.parts.log.info('call.ended', { callId: entry.callId, by: end.by, reason: end.reason });
    if (release !== 'hang-up') {
      entry.leg?.close();
      return;
    }
    const done = this.hangUp(entry).finally(() => this.releases.delete(done));
    this.releases.add(done);
  }

  /** Hangs up at the carrier before the stream closes, or the caller would hear the apology that follows the stream. */
  private async hangUp(entry: Entry): Promise<void> {
    const { clock, telephony, log } = this.parts;
    let stopDeadline: Dispose = () => undefined;
    const deadline = new Promise<void>((resolve) => {
      stopDeadline = clock.after(HANG_UP_DEADLINE_MS, resolve);
    });
    try {
      await Promise.race([telephony.hangUp(entry.carrierCallId), deadline]);
    } catch {
      log.warn('call.hang-up-failed', { callId: entry.callId });
    }
    stopDeadline();
    entry.leg?.close();
  }

  /** `ifOn`: for a call whose stream is not up yet. */
  private whyNot(callId: string, ifOn: CommandRefusal = 'nothing-to-stop'): CommandRefusal {
    if (this.calls.has(callId)) return ifOn;
    for (const known of this.rung.values()) if (known === callId) return 'call-over';
    return 'no-such-call';
  }

  private record(callId: string, event: CallEvent): void {
    this.parts.journal.record(callId, event);
  }

  private forgetOldest(): void {
    if (this.rung.size <= MAX_REMEMBERED_CALLS) return;
    for (const [carrierCallId, callId] of this.rung) {
      if (this.calls.has(callId)) continue;
      this.rung.delete(carrierCallId);
      return;
    }
  }
}
