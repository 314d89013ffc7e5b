import type { AgentLimits, CallLimit } from '../../shared/agent/agent-limits';
import { assertNever } from '../../shared/std/assert-never';
import type { Call } from '../../shared/call/call';
import type { CallEvent } from '../../shared/call/events';
import { isIdle } from '../../shared/call/silence';
import type { Clock, Dispose } from '../ports/ports';

interface LimitEffects {
  /** The call as it is now. */
  readonly call: () => Call;
  /** As they are now: an operator may have changed them while the call is on. */
  readonly limits: () => AgentLimits;
  readonly emit: (event: CallEvent) => void;
  /** The agent is to take its leave, and the call to end. Called once. */
  readonly onGoodbye: (limit: CallLimit) => void;
}

/**
 * Limits of one call. They follow its events. While an operator speaks with the caller, or the caller is held or lost, nothing
 * ends by itself: a limit that is reached then acts when the agent has the floor again.
 */
export class CallLimits {
  private readonly raised = new Set<CallLimit>();
  private startedMs: number;
  private isOver = false;
  private stopSilence: Dispose | null = null;
  private stopLongest: Dispose = () => undefined;

  constructor(
    private readonly clock: Clock,
    private readonly effects: LimitEffects,
  ) {
    this.startedMs = clock.nowMs();
  }

  /** Takes note of an event of the call, which `effects.call` has in it already. */
  note(event: CallEvent): void {
    if (this.isOver) return;
    switch (event.type) {
      case 'caller.connected':
        this.startedMs = this.clock.nowMs();
        return;
      case 'model.ready':
      case 'floor.changed':
      case 'agent.finishedResponse':
      case 'caller.wasLost':
        break;
      case 'caller.startedSpeaking':
      case 'caller.stoppedSpeaking':
      case 'caller.pressedKey':
      case 'caller.pressedSecretKey':
      case 'caller.cameBack':
      case 'caller.transcriptFailed':
      case 'agent.startedSpeaking':
      case 'agent.wasHeard':
      case 'agent.interrupted':
      case 'agent.wasChanged':
      case 'tool.called':
      case 'tool.answered':
      case 'tool.failed':
        this.breakSilence();
        break;
      default:
        return;
    }
    this.checkSpend();
    this.watchLength();
    this.watchSilence();
  }

  /** Somebody did something: silence begins anew. */
  private breakSilence(): void {
    this.stopSilence?.();
    this.stopSilence = null;
    this.raised.delete('longest-silence');
  }

  private checkSpend(): void {
    const { spendUsd } = this.effects.limits();
    if (spendUsd !== null && this.effects.call().costUsd >= spendUsd) this.reached('spend');
  }

  private watchLength(): void {
    this.stopLongest();
    const leftMs = this.effects.limits().longestCallMinutes * 60_000 - (this.clock.nowMs() - this.startedMs);
    if (leftMs <= 0) this.reached('longest-call');
    else this.stopLongest = this.clock.after(leftMs, () => this.reached('longest-call'));
  }

  private watchSilence(): void {
    const { longestSilenceSeconds } = this.effects.limits();
    if (!this.isAgentsFloor || !isIdle(this.effects.call()) || longestSilenceSeconds === null) {
      this.stopSilence?.();
      this.stopSilence = null;
    } else {
      this.stopSilence ??= this.clock.after(longestSilenceSeconds * 1000, () => this.reached('longest-silence'));
    }
  }

  private get isAgentsFloor(): boolean {
    const { floor, lostSince } = this.effects.call();
    return floor === 'agent' && lostSince === null;
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
