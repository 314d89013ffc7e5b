import type { Agent } from '../../shared/agent/agent';
import type { TransferWay } from '../../shared/tool/transfer-way';
import type { Call } from '../../shared/call/call';
import { rang, type CallEnd, type RangEvent } from '../../shared/call/events/call';
import type { CallEvent } from '../../shared/call/events';
import type { EndMoment } from '../../shared/contract/contract';
import type { Level } from '../../shared/contract/levels';
import type {
  CallCommands,
  CallerLeg,
  CallerLegListener,
  CommandRefusal,
  Dispose,
  Exchange,
  RingFacts,
  RingVerdict,
} from '../ports/ports';
import type { OperatorCommands } from '../ports/ports-operator';
import type { FunctionInCall } from '../ports/ports-tools';
import { RING_SECONDS, type CalleeState } from '../ports/ports-transfer';
import type { OutgoingCall } from './dialler';
import type { HeldCall } from './held-call';
import type { ExchangeParts } from './exchange-parts';
import { KnownCalls } from './known-calls';
import { LettingGo } from './letting-go';
import { createOperatorCommands } from './operator-commands';
import type { Release } from '../call/call-ends';
import { CallSession } from '../call/session';

/** The stream of an admitted call must be up by then: the token's life and the carrier's connect time. */
const ARRIVAL_DEADLINE_MS = 75_000;
/** A call out may wait in the carrier's queue, ring, and then has to arrive as any other. */
const ANSWER_DEADLINE_MS = (RING_SECONDS + 60) * 1000 + ARRIVAL_DEADLINE_MS;

interface Entry extends HeldCall {
  readonly asItRang: Call;
  readonly stopArrival: Dispose;
  leg: CallerLeg | null;
  session: CallSession | null;
  /** How far a call of ours is known to be, as a place in `ORDER`; -1: nothing is known. */
  progress: number;
}

const ORDER: readonly CalleeState[] = ['queued', 'ringing', 'answered', 'answered-by-machine'];

/** All the calls there are, each an object of its own that knows no other. */
export class CallExchange implements Exchange, CallCommands {
  private readonly calls = new Map<string, Entry>();
  private readonly known = new KnownCalls();
  private readonly lettingGo: LettingGo;
  /** What operators may do to the calls of this exchange. */
  readonly operator: OperatorCommands = createOperatorCommands(
    (callId) => this.calls.get(callId)?.session?.operator ?? this.whyNot(callId, 'not-live'),
  );
  /** Told of each call that is over. */
  onEnded: (callId: string) => void = () => undefined;
  /** An agent wants its caller put through. */
  onTransferWanted: (callId: string, to: string, way: TransferWay) => CommandRefusal | undefined = () =>
    'not-possible-now';
  private isStopping = false;

  constructor(private readonly parts: ExchangeParts) {
    this.lettingGo = new LettingGo(parts);
  }

  get liveCalls(): number {
    return this.calls.size;
  }

  ring({ carrierCallId, from, to }: RingFacts): RingVerdict {
    const known = this.known.callIdOf(carrierCallId);
    if (known !== undefined)
      return this.calls.has(known) ? { admitted: true, callId: known } : { admitted: false, reason: 'over' };
    const noRoom = this.noRoom();
    if (noRoom !== undefined) return { admitted: false, reason: noRoom === 'desk-full' ? 'full' : noRoom };

    const callId = this.parts.newCallId();
    const call = { callId, carrierCallId, line: to, other: from, agent: this.parts.agentFor(to) };
    this.hold(call, 'in', ARRIVAL_DEADLINE_MS, { by: 'caller', reason: 'caller-never-arrived' });
    return { admitted: true, callId };
  }

  /** A call of ours is at the carrier: it rings, and its agent gets on the line. */
  admitOut({ callId, from, to, agent }: OutgoingCall, carrierCallId: string): void {
    const gone: CallEnd = { by: 'switchboard', reason: 'callee-not-reachable' };
    const call = { callId, carrierCallId, line: from, other: to, agent };
    const entry = this.hold(call, 'out', ANSWER_DEADLINE_MS, gone);
    if (this.calls.has(callId)) this.openSession(entry).connectModel();
  }

  /** The carrier says how a call of ours fares; the same again is no news, nor what was before. */
  progressed(call: HeldCall, state: CalleeState): void {
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
    const callId = this.known.callIdOf(carrierCallId);
    if (callId !== undefined) this.finish(callId, { by: 'caller', reason: 'caller-hung-up' }, 'gone');
  }

  end(callId: string, when: EndMoment): CommandRefusal | undefined {
    const entry = this.calls.get(callId);
    if (entry === undefined) return this.whyNot(callId);
    if (when === 'after-words' && entry.session !== null) return entry.session.endAfterWords();
    this.finish(callId, { by: 'operator', reason: 'operator-ended' }, 'hang-up');
    return undefined;
  }

  stopWords(callId: string): CommandRefusal | undefined {
    const session = this.calls.get(callId)?.session;
    return session ? session.stopWords() : this.whyNot(callId);
  }

  answerTool(callId: string, toolCallId: string, output: string): CommandRefusal | undefined {
    const session = this.calls.get(callId)?.session;
    return session ? session.tools.answer(toolCallId, output) : this.whyNot(callId);
  }

  rejectTool(callId: string, toolCallId: string, reason: string): CommandRefusal | undefined {
    const session = this.calls.get(callId)?.session;
    return session ? session.tools.reject(toolCallId, reason) : this.whyNot(callId);
  }

  approveTool(callId: string, toolCallId: string, digest: string): CommandRefusal | undefined {
    const session = this.calls.get(callId)?.session;
    return session ? session.tools.approve(toolCallId, digest) : this.whyNot(callId);
  }

  functionsOf(callId: string): readonly FunctionInCall[] | CommandRefusal {
    return this.calls.get(callId)?.session?.tools.list() ?? this.whyNot(callId, 'not-live');
  }

  switchFunction(callId: string, name: string, isOn: boolean): CommandRefusal | undefined {
    const session = this.calls.get(callId)?.session;
    return session ? session.tools.switchFunction(name, isOn) : this.whyNot(callId, 'not-live');
  }

  /** What the caller of a written call says. */
  callerWrites(callId: string, text: string): CommandRefusal | undefined {
    const session = this.calls.get(callId)?.session;
    return session ? session.callerWrites(text) : this.whyNot(callId, 'not-live');
  }

  held(callId: string): HeldCall | undefined {
    return this.calls.get(callId);
  }

  /** Why no call may begin now, with so many others about to; undefined: one may. */
  noRoom(others = 0): 'desk-full' | 'stopping' | undefined {
    if (this.isStopping) return 'stopping';
    return this.calls.size + others >= this.parts.maxCalls ? 'desk-full' : undefined;
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
      this.finish(callId, { by: 'switchboard', reason: 'switchboard-stopped' }, 'fall-through');
    }
    await this.lettingGo.settled();
  }

  /** Ends a call, once. */
  finish(callId: string, end: CallEnd, release: Release): void {
    const entry = this.calls.get(callId);
    if (entry === undefined) return;
    if (entry.session === null) this.ended(entry, end, release);
    else entry.session.end(end, release);
  }

  private hold(call: Omit<HeldCall, 'session'>, direction: 'in' | 'out', deadlineMs: number, ifNotUp: CallEnd): Entry {
    const { callId, carrierCallId, line, other, agent } = call;
    this.known.remember(carrierCallId, callId, (other) => this.calls.has(other));
    const release = direction === 'in' ? 'gone' : 'hang-up';
    const stopArrival = this.parts.clock.after(deadlineMs, () => this.finish(callId, ifNotUp, release));
    const [from, to] = direction === 'in' ? [other, line] : [line, other];
    const event: RangEvent = {
      type: 'call.rang',
      from: from.slice(0, 64),
      to: to.slice(0, 64),
      agent: { id: agent.id, name: agent.name, version: agent.version },
      carrierCallId,
      practice: this.parts.practice,
      ...(direction === 'in' ? {} : { direction }),
    };
    const asItRang = rang(callId, event, this.parts.clock.wallMs());
    const entry: Entry = { ...call, asItRang, stopArrival, leg: null, session: null, progress: -1 };
    this.calls.set(callId, entry);
    this.record(callId, event);
    return entry;
  }

  private openSession(entry: Entry): CallSession {
    const { callId, agent } = entry;
    const { models, tools, clock, transcriber, operatorReturnMs } = this.parts;
    entry.session = new CallSession({
      callId,
      rang: entry.asItRang,
      agent,
      models,
      tools,
      clock,
      transcriber,
      operatorReturnMs,
      transfer: (to, way) => this.onTransferWanted(callId, to, way),
      emit: (event) => this.record(callId, event),
      onEnded: (end, release) => this.ended(entry, end, release),
    });
    return entry.session;
  }

  private ended(entry: Entry, end: CallEnd, release: Release): void {
    if (!this.calls.delete(entry.callId)) return;
    entry.stopArrival();
    this.record(entry.callId, { type: 'call.ended', ...end });
    this.onEnded(entry.callId);
    this.parts.log.info('call.ended', { callId: entry.callId, by: end.by, reason: end.reason });
    if (release === 'hang-up') this.lettingGo.hangUp(entry);
    else entry.leg?.close();
  }

  /** Why nothing can be done to a call. `ifOn`: for one whose stream is not up yet. */
  whyNot(callId: string, ifOn: CommandRefusal = 'nothing-to-stop'): CommandRefusal {
    if (this.calls.has(callId)) return ifOn;
    return this.known.has(callId) ? 'call-over' : 'no-such-call';
  }

  private record(callId: string, event: CallEvent): void {
    this.parts.journal.record(callId, event);
  }
}
