import type { Agent } from '../../shared/agent/agent';
import type { EndReason } from '../../shared/call/events/call';
import { CarrierError, type CarrierFailure } from '../../shared/line/carrier-failure';
import type { DialRefusal, NumberRefusal } from '../../shared/line/dial-refusal';
import type { MachineHandling } from '../../shared/line/machine-handling';
import type { Transfer } from '../call/transfer/transfer';
import type { Clock, Log } from '../ports/ports';
import type {
  CalleeEnd,
  CalleeState,
  Dialling,
  DialOutcome,
  DialRequest,
  LegReports,
  Telephony,
  TransferOutcome,
  TransferRefusal,
  TransferRequest,
} from '../ports/ports-transfer';
import { announcementOf } from './announcements';
import type { CallExchange, OngoingCall, OutgoingCall } from './exchange';

const STOP_DEADLINE_MS = 3000;
/** Time beyond the agent's limit before the carrier ends a call out: a person who took it over may speak longer, for a while. */
const CARRIER_SLACK_MINUTES = 60;

const REASON_OF_CALLEE_END: Readonly<Record<Exclude<CalleeEnd, 'over'>, EndReason>> = {
  busy: 'callee-busy',
  'no-answer': 'callee-did-not-answer',
  'not-reachable': 'callee-not-reachable',
};

export interface OutboundCallsParts {
  readonly exchange: CallExchange;
  readonly telephony: Telephony;
  readonly clock: Clock;
  readonly log: Log;
  /** Parser of a typed phone number; returns the number or the reason it is never called. */
  readonly readNumber: (
    typed: string,
  ) => { readonly ok: true; readonly number: string } | { readonly ok: false; readonly refusal: NumberRefusal };
  /** True for a live line: an answered call out from it reaches us as well. */
  readonly isLive: (line: string) => boolean;
  /** The agent of a call out; undefined: there is no such agent. */
  readonly agentFor: (line: string, agentId: string | undefined) => Agent | undefined;
  readonly newCallId: () => string;
}

/** Calls out and transfers: takes the carrier's reports about them. */
export class OutboundCalls implements LegReports {
  /** Places calls out. */
  readonly dialler: Dialler;

  constructor(private readonly parts: OutboundCallsParts) {
    const { exchange } = parts;
    this.dialler = new Dialler(parts);
    exchange.onEnded = (callId) => this.dialler.forget(callId);
    exchange.onTransferWanted = (call, request, by) => this.putThrough(call, request, by);
  }

  calleeAnswered(callId: string, carrierCallId: string): boolean {
    const call = this.out(callId, carrierCallId);
    if (call === undefined || call.session === null || call.session.hasStream) return false;
    this.parts.exchange.progressed(call, 'answered');
    return true;
  }

  calleeProgressed(callId: string, carrierCallId: string, state: CalleeState): void {
    const call = this.out(callId, carrierCallId);
    if (call === undefined) return;
    this.parts.exchange.progressed(call, state);
    if (state === 'answered-by-machine' && this.dialler.hangsUpOnMachine(callId))
      this.parts.exchange.finish(callId, { by: 'switchboard', reason: 'callee-was-machine' }, 'hang-up');
  }

  calleeGone(callId: string, carrierCallId: string, how: CalleeEnd): void {
    const call = this.out(callId, carrierCallId);
    if (call === undefined) return;
    if (how === 'over') this.parts.exchange.carrierReportedEnd(carrierCallId);
    else this.parts.exchange.finish(callId, { by: 'caller', reason: REASON_OF_CALLEE_END[how] }, 'gone');
  }

  personAnswered(callId: string, transferId: string): void {
    this.attempt(callId, transferId)?.personAnswered();
  }

  personDecided(callId: string, transferId: string, takes: boolean): boolean {
    return this.attempt(callId, transferId)?.personDecided(takes) ?? false;
  }

  transferEnded(callId: string, transferId: string, outcome: TransferOutcome): boolean {
    return this.attempt(callId, transferId)?.ended(outcome) ?? false;
  }

  /** Stops placing calls; resolves once none is being placed, within 3 s. */
  async stop(): Promise<void> {
    let stopDeadline = (): void => undefined;
    const deadline = new Promise<void>((resolve) => {
      stopDeadline = this.parts.clock.after(STOP_DEADLINE_MS, resolve);
    });
    await Promise.race([this.dialler.stop(), deadline]);
    stopDeadline();
  }

  /** Transfer that a carrier's report is about. */
  private attempt(callId: string, transferId: string): Transfer | null {
    return this.parts.exchange.calls.get(callId)?.session?.transfers.of(transferId) ?? null;
  }

  private putThrough(
    { callId, carrierCallId, line, other, agent, session, direction }: OngoingCall,
    { to: typed, way, announcement }: TransferRequest,
    by: 'operator' | 'agent',
  ): TransferRefusal | undefined {
    const to = this.parts.readNumber(typed);
    if (!to.ok) return to.refusal;
    if (session === null) return 'not-live';
    return session.beginTransfer({ to: to.number, way, by }, (transferId) =>
      this.parts.telephony.putThrough({
        callId,
        transferId,
        carrierCallId,
        from: line,
        to: to.number,
        isCallOut: direction === 'out',
        announcement: way === 'announced' ? announcementOf({ written: announcement, from: other, agent }) : null,
      }),
    );
  }

  /** Call out that a carrier's report is about. */
  private out(callId: string, carrierCallId: string): OngoingCall | undefined {
    this.dialler.spokenOf(callId, carrierCallId);
    const call = this.parts.exchange.calls.get(callId);
    return call?.carrierCallId === carrierCallId ? call : undefined;
  }
}

interface Placed {
  readonly callId: string;
  readonly onMachine: MachineHandling;
  readonly outcome: Promise<DialOutcome>;
}

const REFUSAL_OF_CARRIER: Readonly<Record<CarrierFailure, DialRefusal>> = {
  'no-keys': 'no-keys',
  'keys-refused': 'keys-refused',
  'account-not-active': 'account-not-active',
  'not-permitted': 'not-permitted',
  'too-many-requests': 'too-many-requests',
  'call-is-over': 'carrier-refused',
  'not-found': 'carrier-refused',
  'address-refused': 'carrier-refused',
  'no-public-address': 'no-public-address',
  'to-not-verified': 'to-not-verified',
  'to-refused': 'to-refused',
  'from-refused': 'from-refused',
  'region-not-permitted': 'region-not-permitted',
  unreachable: 'carrier-unreachable',
  'timed-out': 'carrier-unreachable',
  'not-understood': 'carrier-unreachable',
  refused: 'carrier-refused',
};

/** Places calls out. A line calls a number only once at a time, however often that is requested. */
class Dialler implements Dialling {
  /** Calls requested from the carrier and not yet confirmed. */
  private readonly placing = new Map<string, OutgoingCall>();
  /** Calls by line and number, as long as each lasts. */
  private readonly placed = new Map<string, Placed>();
  private isStopped = false;

  constructor(private readonly parts: OutboundCallsParts) {}

  dial({ from, to: typed, agentId, opening, onMachine = 'tell' }: DialRequest): Promise<DialOutcome> {
    const { exchange, readNumber, isLive, agentFor, newCallId } = this.parts;
    const to = readNumber(typed);
    if (!to.ok) return refused(to.refusal);
    if (!isLive(from)) return refused('line-not-live');
    const key = keyOf(from, to.number);
    const existing = this.placed.get(key);
    if (existing !== undefined) return existing.outcome;
    const agent = agentFor(from, agentId);
    if (agent === undefined) return refused('no-such-agent');
    const why = exchange.noRoom(this.placing.size);
    if (why !== undefined) return refused(why);

    const callId = newCallId();
    const greeting = opening === '' ? agent.greeting : opening;
    const call: OutgoingCall = { callId, from, to: to.number, agent: { ...agent, greeting } };
    this.placing.set(callId, call);
    const outcome = this.place(call, onMachine);
    this.placed.set(key, { callId, onMachine, outcome });
    return outcome;
  }

  /** Confirms a call that was being placed, since the carrier has reported on it. */
  spokenOf(callId: string, carrierCallId: string): void {
    const call = this.placing.get(callId);
    if (call === undefined) return;
    this.placing.delete(callId);
    this.parts.exchange.admitOut(call, carrierCallId);
  }

  hangsUpOnMachine(callId: string): boolean {
    return [...this.placed.values()].some((each) => each.callId === callId && each.onMachine === 'hang-up');
  }

  /** Forgets a call that is over, so that its number may be called again. */
  forget(callId: string): void {
    for (const [key, placed] of this.placed) if (placed.callId === callId) this.placed.delete(key);
  }

  /** Stops placing calls, and hangs up those the carrier still accepts. Resolves once all are settled. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.placing.clear();
    const outcomes = [...this.placed.values()].map(({ outcome }) => outcome);
    this.placed.clear();
    await Promise.all(outcomes);
  }

  private async place(call: OutgoingCall, onMachine: MachineHandling): Promise<DialOutcome> {
    const { callId, from, to, agent } = call;
    const { then, longestCallMinutes } = agent.limits;
    const longestMinutes = then === 'say-goodbye' ? longestCallMinutes + CARRIER_SLACK_MINUTES : null;
    try {
      const carrierCallId = await this.parts.telephony.dial({ callId, from, to, longestMinutes, onMachine });
      if (this.isStopped) return await this.hangUpAtOnce(carrierCallId);
      this.spokenOf(callId, carrierCallId);
      return { ok: true, callId };
    } catch (error) {
      // Refused or not heard, the carrier may have called back before it answered.
      if (!this.placing.delete(callId) && !this.isStopped) return { ok: true, callId };
      this.forget(callId);
      const known = error instanceof CarrierError ? error : new CarrierError('not-understood');
      this.parts.log.warn('dial.refused', { callId, failure: known.message });
      const detail = known.vendorCode === undefined ? '' : `Twilio ${String(known.vendorCode)}`;
      return { ok: false, code: REFUSAL_OF_CARRIER[known.failure], detail };
    }
  }

  private async hangUpAtOnce(carrierCallId: string): Promise<DialOutcome> {
    await this.parts.telephony.hangUp(carrierCallId).catch(() => this.parts.log.warn('call.hang-up-failed'));
    return { ok: false, code: 'ended', detail: '' };
  }
}

function keyOf(from: string, to: string): string {
  return `${from} ${to}`;
}

function refused(code: DialRefusal): Promise<DialOutcome> {
  return Promise.resolve({ ok: false, code, detail: '' });
}
