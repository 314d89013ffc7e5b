import type { Agent } from '../../shared/agent/agent';
import type { CallSession } from '../call/session';

/** A call that is not over. */
export interface HeldCall {
  readonly callId: string;
  readonly carrierCallId: string;
  /** Our number, and the other one's. */
  readonly line: string;
  readonly other: string;
  readonly agent: Agent;
  /** None while a call that came in rings. */
  readonly session: CallSession | null;
}
