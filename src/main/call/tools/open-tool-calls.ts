import type { AgentFunction } from '../../../shared/tool/agent-function';
import type { CommandRefusal, Dispose, ModelEvent } from '../../ports/ports';
import type { AgentResponse } from '../agent/response';

/** A function call that the model finished, or that its service runs. */
export type ToolCalled = Extract<ModelEvent, { type: 'toolCalled' }>;

/** Of calls long answered, so that an answer that comes late is told so. */
const MAX_REMEMBERED_TOOL_CALLS = 1024;

/** A tool call without an outcome. */
export interface PendingCall {
  readonly event: ToolCalled;
  /** Response that called it. */
  readonly response: AgentResponse;
  readonly fn: AgentFunction | undefined;
  /** Of what is to be approved; empty: nothing is. */
  digest: string;
  /** What it waits for: a person's approval, a person's answer, or what runs it. */
  stage: 'approval' | 'operator' | 'machine';
  /** The model was told that the answer is pending. */
  isDeferred: boolean;
  /** It was let go: nothing can keep it from running any more. */
  isRunning: boolean;
  readonly abort: AbortController;
  stopTimer: Dispose;
  stopFiller: Dispose;
}

/** The tool calls of a phone call that are not settled. Each can be taken out once, and afterwards is known to have been. */
export class OpenToolCalls {
  private readonly pending = new Map<string, PendingCall>();
  /** How each call that is known ended; null: it has not. */
  private readonly known = new Map<string, 'settled' | 'superseded' | null>();

  /** False: that call is known already. */
  admit(toolCallId: string): boolean {
    if (this.known.has(toolCallId)) return false;
    this.known.set(toolCallId, null);
    if (this.known.size > MAX_REMEMBERED_TOOL_CALLS) {
      const [oldest] = this.known.keys();
      if (oldest !== undefined) this.known.delete(oldest);
    }
    return true;
  }

  /** One that was admitted waits from now on. */
  put(call: PendingCall): void {
    this.pending.set(call.event.toolCallId, call);
  }

  get size(): number {
    return this.pending.size;
  }

  /** The oldest first. */
  all(): Iterable<PendingCall> {
    return this.pending.values();
  }

  /** A call that is not settled, or why nothing can be done about it. */
  find(toolCallId: string): PendingCall | CommandRefusal {
    const ended = this.known.get(toolCallId);
    if (ended === undefined) return 'no-such-tool-call';
    if (ended === 'superseded') return 'stale-approval';
    return this.pending.get(toolCallId) ?? 'already-answered';
  }

  /** Whether it was here, and is no more. */
  isSettled(toolCallId: string): boolean {
    return !this.pending.has(toolCallId) && this.known.has(toolCallId);
  }

  /** Takes a call out, whose timers and work end with it; undefined: it is not there, or not any more. */
  take(toolCallId: string, how: 'settled' | 'superseded'): PendingCall | undefined {
    const call = this.pending.get(toolCallId);
    if (call === undefined) return undefined;
    this.pending.delete(toolCallId);
    this.known.set(toolCallId, how);
    stop(call);
    return call;
  }

  /** Nothing waits any more. */
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
