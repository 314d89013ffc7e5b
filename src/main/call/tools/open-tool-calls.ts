import type { AgentFunction } from '../../../shared/tool/agent-function';
import type { CommandRefusal, Dispose, ModelEvent } from '../../ports/ports';
import type { AgentResponse } from '../agent/responses';

/** Function call that the model finished, or that its service runs. */
export type ToolCalled = Extract<ModelEvent, { type: 'toolCalled' }>;

/** Most tool calls remembered, those long settled included, so that a late answer to one is told so. */
const MAX_REMEMBERED_TOOL_CALLS = 1024;

/** Tool call without an outcome. */
export interface PendingCall {
  readonly event: ToolCalled;
  /** Response that called it. */
  readonly response: AgentResponse;
  readonly fn: AgentFunction | undefined;
  /** Digest of the request that a person is to approve; empty: nothing needs approval. */
  digest: string;
  /** Stage it waits in: for a person's approval, for a person's answer, or for the machine that runs it. */
  stage: 'approval' | 'operator' | 'machine';
  /** True once the model was told that the answer is pending. */
  isDeferred: boolean;
  /** True once it was released to run: nothing can keep it from running any more. */
  isRunning: boolean;
  readonly abort: AbortController;
  stopTimer: Dispose;
  stopFiller: Dispose;
}

/** Tool calls of a phone call that are not settled. Each can be taken out once; afterwards its id is still known. */
export class OpenToolCalls {
  /** Calls that wait, the oldest first. An admitted call is put here, and leaves by `take`. */
  readonly pending = new Map<string, PendingCall>();
  /** End of each known call; null: it has not ended. */
  private readonly known = new Map<string, 'settled' | 'superseded' | null>();

  /** Admits a call by its id. False: it is known already. */
  admit(toolCallId: string): boolean {
    if (this.known.has(toolCallId)) return false;
    this.known.set(toolCallId, null);
    if (this.known.size > MAX_REMEMBERED_TOOL_CALLS) {
      const [oldest] = this.known.keys();
      if (oldest !== undefined) this.known.delete(oldest);
    }
    return true;
  }

  /** Finds a call that is not settled, or the reason why nothing can be done about it. */
  find(toolCallId: string): PendingCall | CommandRefusal {
    const ended = this.known.get(toolCallId);
    if (ended === undefined) return 'no-such-tool-call';
    if (ended === 'superseded') return 'stale-approval';
    return this.pending.get(toolCallId) ?? 'already-answered';
  }

  /** True for a call that was admitted and is no longer open. */
  isSettled(toolCallId: string): boolean {
    return !this.pending.has(toolCallId) && this.known.has(toolCallId);
  }

  /** Takes a call out, and ends its timers and its work. Undefined: it was never here, or is no longer. */
  take(toolCallId: string, how: 'settled' | 'superseded'): PendingCall | undefined {
    const call = this.pending.get(toolCallId);
    if (call === undefined) return undefined;
    this.pending.delete(toolCallId);
    this.known.set(toolCallId, how);
    stop(call);
    return call;
  }

  /** Ends the timers and the work of every open call. */
  clear(): void {
    for (const call of this.pending.values()) stop(call);
    this.pending.clear();
  }
}

function stop({ abort, stopTimer, stopFiller }: PendingCall): void {
  stopTimer();
  stopFiller();
  abort.abort();
}
