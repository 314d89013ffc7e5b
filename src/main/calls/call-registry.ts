import type { EndMoment } from '../../shared/contract/call-contract';
import type { Level } from '../../shared/contract/levels';
import type { CommandRefusal, Dispose } from '../ports/ports';
import type { Calls, LiveCall } from '../ports/ports-operator';

const MAX_REMEMBERED_CALLS = 2000;

/** Session of a call, as far as others than its exchange act on it. */
export interface RegisteredSession extends LiveCall {
  level(): Level;
  /** Takes the caller's words in a written conversation. */
  callerWrites(text: string): CommandRefusal | undefined;
}

/** A call of one exchange, as the registry keeps it. */
interface RegisteredCall {
  /** Null while an incoming call is ringing. */
  readonly session: RegisteredSession | null;
  readonly endByOperator: (when: EndMoment) => CommandRefusal | undefined;
}

/** Registry of every call by id, practice calls included. Remembers the last 2,000 calls that are over. */
export class CallRegistry implements Calls {
  private readonly calls = new Map<string, RegisteredCall>();
  private readonly over = new Set<string>();

  /** Adds a call; disposing marks it as over. */
  add(callId: string, call: RegisteredCall): Dispose {
    this.calls.set(callId, call);
    return () => {
      if (!this.calls.delete(callId)) return;
      this.over.add(callId);
      const [oldest] = this.over;
      if (this.over.size > MAX_REMEMBERED_CALLS && oldest !== undefined) this.over.delete(oldest);
    };
  }

  find(callId: string): RegisteredSession | 'no-such-call' | 'call-over' | 'not-live' {
    const call = this.calls.get(callId);
    return call === undefined ? this.whyNot(callId) : (call.session ?? 'not-live');
  }

  end(callId: string, when: EndMoment): CommandRefusal | undefined {
    const call = this.calls.get(callId);
    return call === undefined ? this.whyNot(callId) : call.endByOperator(when);
  }

  /** Audio levels of both sides of each call. */
  levels(): readonly Level[] {
    return [...this.calls.values()].flatMap(({ session }) => session?.level() ?? []);
  }

  private whyNot(callId: string): 'no-such-call' | 'call-over' {
    return this.over.has(callId) ? 'call-over' : 'no-such-call';
  }
}
