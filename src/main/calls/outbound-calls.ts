import type { EndReason } from '../../shared/call/events/call';
import type { Clock, Telephony } from '../ports/ports';
import type {
  CalleeEnd,
  CalleeState,
  DialOutcome,
  DialRequest,
  LegReports,
  Dialling,
  TransferOutcome,
  TransferRefusal,
  TransferRequest,
} from '../ports/ports-transfer';
import { announcementOf } from './announcements';
import { Dialler, type DiallerParts, type ReadNumber } from './dialler';
import type { CallExchange, OngoingCall } from './exchange';
import type { Transfer } from '../call/transfer/transfer';

const STOP_DEADLINE_MS = 3000;

const REASON_OF_CALLEE_END: Readonly<Record<Exclude<CalleeEnd, 'over'>, EndReason>> = {
  busy: 'callee-busy',
  'no-answer': 'callee-did-not-answer',
  'not-reachable': 'callee-not-reachable',
};

export interface OutboundCallsParts extends Pick<DiallerParts, 'isLive' | 'agentFor' | 'newCallId' | 'log'> {
  readonly exchange: CallExchange;
  readonly telephony: Telephony;
  readonly readNumber: ReadNumber;
  readonly clock: Clock;
}

/** Calls out and transfers: places them, and takes the carrier's reports about them. */
export class OutboundCalls implements Dialling, LegReports {
  private readonly dialler: Dialler;

  constructor(private readonly parts: OutboundCallsParts) {
    const { exchange } = parts;
    this.dialler = new Dialler({
      ...parts,
      noRoom: (placing) => exchange.noRoom(placing),
      admit: (call, carrierCallId) => exchange.admitOut(call, carrierCallId),
    });
    exchange.onEnded = (callId) => this.dialler.forget(callId);
    exchange.onTransferWanted = (call, request, by) => this.putThrough(call, request, by);
  }

  dial(request: DialRequest): Promise<DialOutcome> {
    return this.dialler.dial(request);
  }

  calleeAnswered(callId: string, carrierCallId: string): boolean {
    const call = this.out(callId, carrierCallId);
    if (call === undefined || call.session === null || call.session.hasStream) return false;
    this.parts.exchange.progressed(call, 'answered');
    return true;
  }

  calleeProgressed(callId: string, carrierCallId: string, state: CalleeState): void {
    const call = this.out(callId, carrierCallId);
    if (call !== undefined) this.parts.exchange.progressed(call, state);
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
    return this.parts.exchange.ongoing(callId)?.session?.transfers.of(transferId) ?? null;
  }

  private putThrough(
    { callId, carrierCallId, line, other, agent, session }: OngoingCall,
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
        announcement: way === 'announced' ? announcementOf({ written: announcement, from: other, agent }) : null,
      }),
    );
  }

  /** Call out that a carrier's report is about. */
  private out(callId: string, carrierCallId: string): OngoingCall | undefined {
    this.dialler.spokenOf(callId, carrierCallId);
    const call = this.parts.exchange.ongoing(callId);
    return call?.carrierCallId === carrierCallId ? call : undefined;
  }
}
