import type { Agent } from '../../shared/agent/agent';
import { CarrierError, type CarrierFailure } from '../../shared/line/carrier-failure';
import type { DialRefusal, NumberRefusal } from '../../shared/line/dial-refusal';
import type { Log, Telephony } from '../ports/ports';
import type { DialOutcome, DialRequest } from '../ports/ports-transfer';

/** Parser of a typed phone number; returns the number or the reason it is never called. */
export type ReadNumber = (
  typed: string,
) => { readonly ok: true; readonly number: string } | { readonly ok: false; readonly refusal: NumberRefusal };

/** A call out that may already be at the carrier. */
export interface OutgoingCall {
  readonly callId: string;
  readonly from: string;
  readonly to: string;
  readonly agent: Agent;
}

export interface DiallerParts {
  readonly telephony: Pick<Telephony, 'dial' | 'hangUp'>;
  readonly log: Log;
  readonly readNumber: ReadNumber;
  /** True for a live line: an answered call out from it reaches us as well. */
  readonly isLive: (line: string) => boolean;
  /** The agent of a call out; undefined: there is no such agent. */
  readonly agentFor: (line: string, agentId: string | undefined) => Agent | undefined;
  readonly newCallId: () => string;
  /** Returns the reason no call may begin while `placing` others are being placed; undefined: one may. */
  readonly noRoom: (placing: number) => 'desk-full' | 'stopping' | undefined;
  /** Admits a call that the carrier has accepted; from then on it is a call like any other. */
  readonly admit: (call: OutgoingCall, carrierCallId: string) => void;
}

interface Placed {
  readonly callId: string;
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
export class Dialler {
  /** Calls requested from the carrier and not yet confirmed. */
  private readonly placing = new Map<string, OutgoingCall>();
  /** Calls by line and number, as long as each lasts. */
  private readonly placed = new Map<string, Placed>();
  private isStopped = false;

  constructor(private readonly parts: DiallerParts) {}

  dial({ from, to: typed, agentId, opening }: DialRequest): Promise<DialOutcome> {
    const { readNumber, isLive, agentFor, noRoom, newCallId } = this.parts;
    const to = readNumber(typed);
    if (!to.ok) return refused(to.refusal);
    if (!isLive(from)) return refused('line-not-live');
    const key = keyOf(from, to.number);
    const existing = this.placed.get(key);
    if (existing !== undefined) return existing.outcome;
    const agent = agentFor(from, agentId);
    if (agent === undefined) return refused('no-such-agent');
    const why = noRoom(this.placing.size);
    if (why !== undefined) return refused(why);

    const callId = newCallId();
    const greeting = opening === '' ? agent.greeting : opening;
    const call: OutgoingCall = { callId, from, to: to.number, agent: { ...agent, greeting } };
    this.placing.set(callId, call);
    const outcome = this.place(call);
    this.placed.set(key, { callId, outcome });
    return outcome;
  }

  /** Confirms a call that was being placed, since the carrier has reported on it. */
  spokenOf(callId: string, carrierCallId: string): void {
    const call = this.placing.get(callId);
    if (call === undefined) return;
    this.placing.delete(callId);
    this.parts.admit(call, carrierCallId);
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

  private async place(call: OutgoingCall): Promise<DialOutcome> {
    const { callId, from, to } = call;
    try {
      const carrierCallId = await this.parts.telephony.dial({ callId, from, to });
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
