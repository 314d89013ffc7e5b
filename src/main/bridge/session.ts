import type { CallEvent, EndReason, ModelFailure } from '../../shared/call/events';
import { MAX_DETAIL_CHARS } from '../../shared/call/fact';
import type { Agent } from '../../shared/agent/agent';
import type { CallLimit } from '../../shared/agent/agent-limits';
import type {
  CallerLeg,
  CallerLegListener,
  Clock,
  CommandRefusal,
  Level,
  ModelConnector,
  ModelEvent,
  ModelLeg,
  ToolRunner,
} from '../ports';
import type { Transcriber } from '../ports-operator';
import { CallClock } from './call-clock';
import { Conversation } from './conversation';
import type { Leaver } from './departure';
import { CallLimits } from './limits';
import { Meanwhile } from './meanwhile';
import { OperatorLeg } from './operator-leg';
import { PhonePlayout } from './phone-playout';

export type CallEnd = Omit<Extract<CallEvent, { type: 'call.ended' }>, 'type'>;

/** How the caller's phone is let go: hung up, left to the carrier's next verb (a spoken apology), or gone already. */
export type Release = 'hang-up' | 'fall-through' | 'gone';

export interface SessionParts {
  readonly callId: string;
  readonly agent: Agent;
  readonly leg: CallerLeg;
  readonly models: ModelConnector;
  readonly tools: ToolRunner;
  readonly clock: Clock;
  /** Undefined: nobody writes down what operators say. */
  readonly transcriber: Transcriber | undefined;
  /** How long an operator who was lost is waited for; ms. */
  readonly operatorReturnMs: () => number;
  readonly emit: (event: CallEvent) => void;
  /** Once, last: everything the session opened is closed, but for the caller's leg. */
  readonly onEnded: (end: CallEnd, release: Release) => void;
}

const REASON_OF_MODEL_FAILURE: Record<ModelFailure, EndReason> = {
  unreachable: 'model-unreachable',
  refused: 'model-refused',
  misconfigured: 'model-refused',
  lost: 'model-lost',
  expired: 'model-lost',
  silent: 'model-silent',
};

const REASON_OF_LIMIT: Record<CallLimit, EndReason> = {
  'longest-call': 'longest-call-reached',
  'longest-silence': 'longest-silence-reached',
  spend: 'spend-limit-reached',
};

const END_OF_LEAVER: Record<Exclude<Leaver, 'limit'>, CallEnd> = {
  agent: { by: 'agent', reason: 'agent-hung-up' },
  operator: { by: 'operator', reason: 'operator-ended' },
};

/** One live call between its two legs, from the stream to its end. Opens the model leg at once. */
export class CallSession implements CallerLegListener {
  private readonly model: ModelLeg;
  private readonly conversation: Conversation;
  private readonly phone: PhonePlayout;
  /** What operators do to this call. */
  readonly operator: OperatorLeg;
  private readonly meanwhile = new Meanwhile();
  private readonly limits: CallLimits;
  private limitReached: CallLimit = 'longest-call';
  private modelState: 'none' | 'ready' | 'gone' = 'none';
  private readonly clock: CallClock;
  private readonly connectingSinceMs: number;
  private isOver = false;

  constructor(private readonly parts: SessionParts) {
    const { agent } = parts;
    this.clock = new CallClock(parts.clock);
    this.connectingSinceMs = this.clock.nowMs();
    this.limits = new CallLimits(this.clock, {
      limits: () => this.conversation.currentAgent.limits,
      emit: (event) => this.emit(event),
      onGoodbye: (limit) => {
        this.limitReached = limit;
        this.conversation.sayGoodbye();
      },
    });
    this.emit({ type: 'caller.connected' });
    this.emit({ type: 'model.connecting', model: agent.model });
    const early: ModelEvent[] = [];
    let onModelEvent = (event: ModelEvent): void => void early.push(event);
    this.phone = new PhonePlayout(parts.leg, this.clock);
    this.model = parts.models.connect(agent, (event) => onModelEvent(event));
    this.conversation = new Conversation({
      agent,
      clock: this.clock,
      leg: this.phone,
      model: this.model,
      tools: parts.tools,
      emit: (event) => this.emit(event),
      onLeave: (leaver) => this.end(this.endOf(leaver), 'hang-up'),
      onFailed: (failure, detail) => this.fail(failure, detail),
    });
    this.operator = new OperatorLeg({
      clock: this.clock,
      phone: this.phone,
      conversation: this.conversation,
      meanwhile: this.meanwhile,
      transcriber: parts.transcriber,
      language: agent.language,
      returnMs: parts.operatorReturnMs,
      emit: (event) => this.emit(event),
      modelState: () => this.modelState,
      onAbandoned: () => this.end({ by: 'switchboard', reason: 'operator-left' }, 'fall-through'),
    });
    onModelEvent = (event) => this.onModelEvent(event);
    for (const event of early) this.onModelEvent(event);
  }

  onAudio(payload: string, timestampMs: number): void {
    if (this.isOver) return;
    this.conversation.callerSent(payload, timestampMs);
    this.operator.callerSent(payload, timestampMs);
  }

  onMark(name: string): void {
    if (this.isOver) return;
    this.phone.onMark(name);
    this.conversation.phonePassed(name);
  }

  onDigit(digit: string): void {
    this.emit({ type: 'caller.pressedKey', digit });
  }

  onFault(fault: 'malformed-frame' | 'unknown-frame' | 'slow-reader', detail: string): void {
    this.emit({ type: 'leg.faltered', leg: 'caller', fault, detail: detail.slice(0, MAX_DETAIL_CHARS) });
  }

  onClosed(how: 'stopped' | 'lost'): void {
    this.end({ by: 'caller', reason: how === 'stopped' ? 'caller-hung-up' : 'caller-lost' }, 'gone');
  }

  level(): Level {
    return { callId: this.parts.callId, caller: this.conversation.callerLevel(), agent: this.phone.level() };
  }

  /** Silences what the caller has not heard yet. */
  stopWords(): CommandRefusal | undefined {
    return this.isOver ? 'call-over' : this.conversation.stopWords();
  }

  answerTool(toolCallId: string, output: string): CommandRefusal | undefined {
    return this.isOver ? 'call-over' : this.conversation.answerTool(toolCallId, output);
  }

  rejectTool(toolCallId: string, reason: string): CommandRefusal | undefined {
    return this.isOver ? 'call-over' : this.conversation.rejectTool(toolCallId, reason);
  }

  /** The operator ends the call when what the agent is saying was heard. */
  endAfterWords(): CommandRefusal | undefined {
    if (this.isOver) return 'call-over';
    this.conversation.leaveAfterWords();
    return undefined;
  }

  /** Gives the call what may change of another version of its agent. */
  applyAgent(next: Agent): CommandRefusal | undefined {
    if (this.isOver) return 'call-over';
    return this.modelState === 'ready' ? this.conversation.applyAgent(next) : 'not-live';
  }

  /** Ends the call, once: every timer, buffer and the model leg are gone when this returns. */
  end(end: CallEnd, release: Release): void {
    if (this.isOver) return;
    this.isOver = true;
    this.clock.stop();
    this.conversation.dispose();
    this.operator.dispose();
    this.model.close();
    this.parts.onEnded(end, release);
  }

  private onModelEvent(event: ModelEvent): void {
    if (this.isOver || this.modelState === 'gone') return;
    if (event.type === 'failed') {
      this.fail(event.failure, event.detail);
    } else if (event.type === 'ready') {
      const connectMs = this.clock.nowMs() - this.connectingSinceMs;
      this.emit({ type: 'model.ready', sessionId: event.sessionId, connectMs });
      this.modelState = 'ready';
      this.conversation.begin();
    } else {
      this.conversation.hear(event);
    }
  }

  /** While an operator speaks with the caller, the call does without its agent. */
  private fail(failure: ModelFailure, detail: string): void {
    this.emit({ type: 'model.failed', failure, detail });
    if (this.operator.isTaken) {
      this.modelState = 'gone';
      this.model.close();
      return;
    }
    this.end({ by: 'switchboard', reason: REASON_OF_MODEL_FAILURE[failure], detail }, 'fall-through');
  }

  private endOf(leaver: Leaver): CallEnd {
    if (leaver !== 'limit') return END_OF_LEAVER[leaver];
    return { by: 'switchboard', reason: REASON_OF_LIMIT[this.limitReached] };
  }

  /** Nothing is recorded of a call that is over: a leg may still be in the middle of something when it ends. */
  private emit(event: CallEvent): void {
    if (this.isOver) return;
    this.parts.emit(event);
    this.meanwhile.note(event);
    this.limits.note(event);
  }
}
