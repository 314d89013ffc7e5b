import type { AgentLimits, CallLimit } from '../../shared/agent/agent-limits';
import { assertNever } from '../../shared/std/assert-never';
import type { CallEvent } from '../../shared/call/events';
import type { Clock, Dispose } from '../ports/ports';

interface LimitEffects {
  /** As they are now: an operator may have changed them while the call is on. */
  readonly limits: () => AgentLimits;
  readonly emit: (event: CallEvent) => void;
  /** The agent is to take its leave, and the call to end. Called once. */
  readonly onGoodbye: (limit: CallLimit) => void;
}

/**
 * How far one call may go. It follows the facts of the call. While an operator speaks with the caller, or the caller is held,
 * nothing ends by itself: a limit that is reached then acts when the agent has the floor again.
 */
export class CallLimits {
  private readonly speaking = new Set<string>();
  private readonly tools = new Set<string>();
  private readonly raised = new Set<CallLimit>();
  private startedMs: number;
  private spentUsd = 0;
  private isAgentsFloor = false;
  private isOver = false;
  private stopSilence: Dispose | null = null;
  private stopLongest: Dispose = () => undefined;

  constructor(
    private readonly clock: Clock,
    private readonly effects: LimitEffects,
  ) {
    this.startedMs = clock.nowMs();
  }

  /** A fact of the call, after it was recorded. */
  note(event: CallEvent): void {
    if (this.isOver || !this.follow(event)) return;
    this.checkSpend();
    this.watchLength();
    this.watchSilence();
  }

  /** True for facts that a limit is about. */
  private follow(event: CallEvent): boolean {
    switch (event.type) {
      case 'caller.connected':
        this.startedMs = this.clock.nowMs();
        return false;
      case 'model.ready':
        this.isAgentsFloor = true;
        return true;
      case 'floor.changed':
        this.isAgentsFloor = event.floor === 'agent';
        return true;
      case 'agent.finishedResponse':
        this.spentUsd += event.costUsd ?? 0;
        return true;
      case 'caller.startedSpeaking':
        return this.changed(() => this.speaking.add('caller'));
      case 'caller.stoppedSpeaking':
      case 'caller.transcriptFailed':
        return this.changed(() => this.speaking.delete('caller'));
      case 'agent.startedSpeaking':
        return this.changed(() => this.speaking.add(event.itemId));
      case 'agent.wasHeard':
        return this.changed(() => this.speaking.delete(event.itemId));
      case 'agent.interrupted':
        return this.changed(() => {
          const isCaller = this.speaking.has('caller');
          this.speaking.clear();
          if (isCaller) this.speaking.add('caller');
        });
      case 'tool.called':
        return this.changed(() => this.tools.add(event.toolCallId));
      case 'tool.answered':
      case 'tool.failed':
        return this.changed(() => this.tools.delete(event.toolCallId));
      case 'agent.wasChanged':
        return this.changed(() => undefined);
      default:
        return false;
    }
  }

  /** Somebody did something: silence begins anew. */
  private changed(act: () => void): boolean {
    act();
    this.stopSilence?.();
    this.stopSilence = null;
    this.raised.delete('longest-silence');
    return true;
  }

  private checkSpend(): void {
    const { spendUsd } = this.effects.limits();
    if (spendUsd !== null && this.spentUsd >= spendUsd) this.reached('spend');
  }

  private watchLength(): void {
    this.stopLongest();
    const leftMs = this.effects.limits().longestCallMinutes * 60_000 - (this.clock.nowMs() - this.startedMs);
    if (leftMs <= 0) this.reached('longest-call');
    else this.stopLongest = this.clock.after(leftMs, () => this.reached('longest-call'));
  }

  private watchSilence(): void {
    const { longestSilenceSeconds } = this.effects.limits();
    const isQuiet = this.isAgentsFloor && this.speaking.size === 0 && this.tools.size === 0;
    if (!isQuiet || longestSilenceSeconds === null) {
      this.stopSilence?.();
      this.stopSilence = null;
    } else {
      this.stopSilence ??= this.clock.after(longestSilenceSeconds * 1000, () => this.reached('longest-silence'));
    }
  }

  private reached(limit: CallLimit): void {
    if (this.isOver || !this.isAgentsFloor || this.raised.has(limit)) return;
    this.raised.add(limit);
    const act = this.effects.limits().then;
    this.isOver = act === 'say-goodbye';
    this.effects.emit({ type: 'limit.reached', limit, act });
    switch (act) {
      case 'say-goodbye':
        this.effects.onGoodbye(limit);
        return;
      case 'raise-to-operator':
        return;
      default:
        assertNever(act);
    }
  }
}
