import type { Agent } from '../../shared/agent/agent';
import type { CallLimit } from '../../shared/agent/agent-limits';
import type { Call } from '../../shared/call/call';
import { reduceCall, type CallEvent } from '../../shared/call/events';
import type { CallEnd, ModelFailure } from '../../shared/call/events/call';
import { MAX_DETAIL_CHARS } from '../../shared/call/fact';
import { seedOf } from '../../shared/call/seed';
import type { Level } from '../../shared/contract/levels';
import type { CallerLeg, CallerLegListener, Clock, CommandRefusal, ModelConnector, ModelEvent } from '../ports/ports';
import type { LiveCall, ToolControl, Transcriber } from '../ports/ports-operator';
import type { ToolRunner } from '../ports/ports-tools';
import type { TransferRefusal, TransferRequest } from '../ports/ports-transfer';
import type { HangupReason } from './agent/last-words';
import { ModelLink } from './agent/model-link';
import { ModelRecovery } from './agent/model-recovery';
import { CallClock } from './call-clock';
import { endOfHangup, endOfModelFailure, type Release } from './call-ends';
import { CallerLink } from './caller/caller-link';
import { Conversation } from './conversation';
import { CallLimits } from './limits';
import { OperatorLeg } from './operator/operator-leg';
import { guardedTranscriber } from './operator/operator-words';
import { PhonePlayout } from './phone/phone-playout';
import type { PhoneActs } from './tools/tools-in-call';
import { AgentNews } from './transfer/agent-news';
import { LostStream } from './transfer/lost-stream';
import { SessionTransfers } from './transfer/session-transfers';
import type { TransferOrder } from './transfer/transfer';

export interface SessionParts {
  readonly callId: string;
  /** Call as it rang. */
  readonly rang: Call;
  readonly agent: Agent;
  readonly models: ModelConnector;
  readonly tools: ToolRunner;
  readonly clock: Clock;
  /** Transcriber of the operators' words; undefined: nobody writes them down. */
  readonly transcriber: Transcriber | undefined;
  /** Time the caller waits for a lost operator to come back; ms. */
  readonly operatorReturnMs: () => number;
  /** True for a conversation in writing: nothing of it can be heard. */
  readonly isWritten: boolean;
  /** Puts the caller through to somebody else. */
  readonly transfer: (request: TransferRequest, by: 'operator' | 'agent') => TransferRefusal | undefined;
  readonly emit: (event: CallEvent) => void;
  /** Called with whatever was thrown while this call was served, which ends it. */
  readonly onFault: (error: unknown) => void;
  /** Runs once, last: everything that the session opened is closed, except the caller's leg. */
  readonly onEnded: (end: CallEnd, release: Release) => void;
}

/** One call between its two legs, from its model's first frame to its end, over every stream the caller comes on. */
export class CallSession implements LiveCall {
  private readonly callerLink = new CallerLink();
  private readonly model = new ModelLink();
  private readonly conversation: Conversation;
  private readonly phone: PhonePlayout;
  /** Operators' controls of this call. */
  readonly operator: OperatorLeg;
  /** Operators' controls of its tools. */
  readonly tools: ToolControl;
  /** Attempts to put the caller through. */
  readonly transfers: SessionTransfers;
  private readonly news: AgentNews;
  private readonly lost: LostStream;
  private call: Call;
  /** Listens to the caller's stream. */
  private readonly guarded: CallerLegListener = {
    onAudio: (payload, timestampMs) => this.guard(() => this.onAudio(payload, timestampMs)),
    onMark: (name) => this.guard(() => this.onMark(name)),
    onDigit: (digit) => this.guard(() => this.onDigit(digit)),
    onFault: (fault, detail) => {
      const told = detail.slice(0, MAX_DETAIL_CHARS);
      this.guard(() => this.emit({ type: 'leg.degraded', leg: 'caller', fault, detail: told }));
    },
    onClosed: (how) => this.guard(() => this.onClosed(how)),
  };
  private readonly limits: CallLimits;
  private limitReached: CallLimit = 'longest-call';
  /** True once a stream connected the caller's phone. */
  hasStream = false;
  private modelState: 'none' | 'ready' | 'gone' = 'none';
  private readySessionId: string | null = null;
  private connectMs = 0;
  private readonly clock: CallClock;
  private connectingSinceMs = 0;
  private readonly recovery: ModelRecovery;
  private isOver = false;

  constructor(private readonly parts: SessionParts) {
    const { agent } = parts;
    const onFault = (error: unknown): void => this.faulted(error);
    this.clock = new CallClock(parts.clock, onFault);
    this.call = parts.rang;
    const call = (): Call => this.call;
    const emit = (event: CallEvent): void => this.emit(event);
    this.limits = new CallLimits(this.clock, {
      call,
      limits: () => this.conversation.agent.now.limits,
      emit,
      onGoodbye: (limit) => {
        this.limitReached = limit;
        this.conversation.speech.goodbye.say();
      },
    });
    this.phone = new PhonePlayout(this.callerLink, this.clock);
    this.recovery = new ModelRecovery({
      clock: this.clock,
      phone: this.phone,
      connect: () => this.connectModel(),
      isAwaited: () => !this.canWait && !this.conversation.speech.isLeaving,
    });
    this.conversation = new Conversation({
      agent,
      clock: this.clock,
      phone: this.phone,
      model: this.model,
      tools: parts.tools,
      phoneActs: this.phoneActs(),
      emit,
      onFault,
      onHangup: (reason) => this.leave(reason),
      onFailed: (failure, detail) => this.fail(failure, detail),
    });
    this.tools = this.conversation.tools.calls;
    this.operator = new OperatorLeg({
      clock: this.clock,
      phone: this.phone,
      agent: this.conversation,
      call,
      transcriber: parts.transcriber && guardedTranscriber(parts.transcriber, (run) => this.guard(run)),
      language: agent.language,
      returnMs: parts.operatorReturnMs,
      isWritten: parts.isWritten,
      emit,
      modelState: () => this.modelState,
      onAbandoned: () => this.end({ by: 'switchboard', reason: 'operator-left' }, 'apology'),
    });
    const needAgent = (): boolean => this.needAgent();
    this.news = new AgentNews({ agent: this.conversation, needAgent });
    const { clock, callerLink, phone, operator, news } = this;
    const { speech, audio } = this.conversation;
    this.transfers = new SessionTransfers({
      clock,
      callerLink,
      speech,
      operator,
      news,
      emit,
      needAgent,
      end: (end) => this.end(end, 'gone'),
      onFault,
    });
    this.lost = new LostStream({
      clock,
      phone,
      audio,
      agent: this.conversation,
      news,
      call,
      greeting: agent.greeting,
      emit,
      isOperators: () => operator.floor.isTaken,
      hasLeft: () => this.isOver || this.transfers.isAway,
      end: (end) => this.end(end, 'apology'),
    });
  }

  /** Connects the agent, before the caller is there or with them. */
  connectModel(): void {
    const agent = this.conversation.agent.forSession;
    this.connectingSinceMs = this.clock.nowMs();
    if (!this.recovery.isTrying) this.emit({ type: 'model.connecting', model: agent.model });
    if (this.isOver) return;
    this.recovery.connecting();
    const onEvent = (event: ModelEvent): void => this.guard(() => this.onModelEvent(event));
    this.model.connect(this.parts.models, agent, onEvent, this.call);
  }

  /**
   * Attaches a stream of the caller: the first, or the one on which they come back. `isBack`: the carrier led them back after a
   * stream that was lost, which it may notice before we do. Undefined: none is wanted.
   */
  attach(leg: CallerLeg, isBack = false): CallerLegListener | undefined {
    if (isBack && this.hasStream && !this.transfers.isAway) this.lost.begin();
    if (!this.wants(isBack)) return undefined;
    const listener = this.callerLink.attach(leg, this.guarded);
    if (this.hasStream) {
      this.phone.streamBegan();
      this.conversation.audio.streamBegan();
      this.transfers.cameBack();
      this.lost.cameBack();
    } else {
      this.hasStream = true;
      this.emit({ type: 'caller.connected' });
      if (!this.model.isConnected) this.connectModel();
    }
    if (this.modelState === 'none' && this.readySessionId !== null) this.modelReady(this.readySessionId);
    return this.wants(true) ? listener : undefined;
  }

  transfer(request: TransferRequest): TransferRefusal | undefined {
    return this.parts.transfer(request, 'operator');
  }

  /**
   * Begins to put the caller through to somebody else. `putThrough` asks the carrier for it; rejects with
   * `CarrierError`.
   */
  beginTransfer(order: TransferOrder, putThrough: (transferId: string) => Promise<void>): TransferRefusal | undefined {
    if (this.isOver) return 'call-over';
    return this.modelState === 'none' ? 'not-live' : this.transfers.begin(order, putThrough);
  }

  /** True while a stream of the caller's is wanted: the first, or one on which they come back. `isBack`: as for `attach`. */
  wants(isBack: boolean): boolean {
    return !this.isOver && (isBack || !this.hasStream || this.transfers.isReturning);
  }

  private onAudio(payload: string, timestampMs: number): void {
    if (this.isOver || this.transfers.isAway) return;
    this.conversation.audio.onFrame(payload, timestampMs);
    this.operator.tap.callerSent(payload, timestampMs);
  }

  private onDigit(digit: string): void {
    this.emit(
      this.conversation.keys.areSecret ? { type: 'caller.pressedSecretKey' } : { type: 'caller.pressedKey', digit },
    );
    if (!this.isOver) this.conversation.callerPresses(digit);
  }

  /** Takes the caller's words in a written conversation. */
  callerWrites(text: string): CommandRefusal | undefined {
    if (this.isOver) return 'call-over';
    if (this.modelState !== 'ready') return 'not-live';
    if (this.conversation.speech.isLeaving) return 'not-possible-now';
    this.model.writeAsCaller(text);
    return undefined;
  }

  private onMark(name: string): void {
    if (this.isOver) return;
    if (this.phone.onMark(name)) this.conversation.speech.phonePassed();
  }

  private onClosed(how: 'stopped' | 'lost'): void {
    if (this.transfers.isAway) return;
    if (how === 'stopped') this.end({ by: 'caller', reason: 'caller-hung-up' }, 'gone');
    else this.lost.begin();
  }

  level(): Level {
    return { callId: this.parts.callId, caller: this.conversation.audio.level(), agent: this.phone.level() };
  }

  /** Silences the agent's words that the caller has not heard yet. */
  stopWords(): CommandRefusal | undefined {
    return this.isOver ? 'call-over' : this.conversation.speech.stopWords();
  }

  /** Ends the call for the operator once the caller has heard what the agent is saying. */
  endAfterWords(): CommandRefusal | undefined {
    if (this.isOver) return 'call-over';
    this.conversation.speech.leaveAfterWords('operator');
    return undefined;
  }

  /** Applies another version of the agent, as far as it may change during a call. */
  applyAgent(next: Agent): CommandRefusal | undefined {
    if (this.isOver) return 'call-over';
    return this.modelState === 'ready' ? this.conversation.agent.apply(next) : 'not-live';
  }

  /** Ends the call, once: every timer, buffer and the model leg are gone when this returns. */
  end(end: CallEnd, release: Release): void {
    if (this.isOver) return;
    this.isOver = true;
    try {
      this.clock.stop();
      this.transfers.dispose();
      this.conversation.dispose();
      this.operator.dispose();
      this.model.close();
    } finally {
      this.parts.onEnded(end, release);
    }
  }

  /** Runs what a leg brought. What it throws ends this call, and never reaches the socket it came by. */
  private guard(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.faulted(error);
    }
  }

  private faulted(error: unknown): void {
    this.parts.onFault(error);
    const release = this.callerLink.isOpen || this.lost.isLost ? 'apology' : 'hang-up';
    try {
      this.end({ by: 'switchboard', reason: 'switchboard-faulted' }, release);
    } catch (another) {
      this.parts.onFault(another);
    }
  }

  /** Acts on the phone that the agent may do: none while an operator speaks with the caller. */
  private phoneActs(): PhoneActs {
    const free = (act: () => CommandRefusal | undefined): CommandRefusal | undefined =>
      this.operator.floor.isTaken ? 'not-possible-now' : act();
    return {
      hold: (held) => free(() => this.operator.hold(held, 'agent')),
      pressKeys: (digits) => free(() => this.operator.pressKeys(digits, 'agent')),
      transfer: (to, way) => free(() => this.parts.transfer({ to, way, announcement: '' }, 'agent')),
    };
  }

  private onModelEvent(event: ModelEvent): void {
    if (this.isOver) return;
    switch (event.type) {
      case 'failed':
        this.fail(event.failure, event.detail);
        return;
      case 'ready':
        this.connectMs = this.clock.nowMs() - this.connectingSinceMs;
        this.readySessionId = event.sessionId;
        if (this.hasStream && !(this.lost.isLost && this.modelState === 'none')) this.modelReady(event.sessionId);
        return;
      default:
        if (this.modelState !== 'gone') this.conversation.hear(event);
    }
  }

  /** Begins the conversation, or resumes it with another model, once both legs are there. */
  private modelReady(sessionId: string): void {
    const isReplaced = this.modelState === 'gone';
    this.recovery.found();
    this.emit({ type: 'model.ready', sessionId, connectMs: this.connectMs });
    this.modelState = 'ready';
    if (isReplaced) this.model.seed(seedOf(this.call));
    this.model.open();
    if (isReplaced) this.conversation.modelReplaced();
    else {
      this.conversation.speech.greeting.begin();
      this.conversation.keys.open();
    }
    this.news.agentReady();
  }

  private leave(reason: HangupReason): void {
    if (reason === 'transfer') this.transfers.lastWordsHeard();
    // A limit concerns the agent, and acts when the caller is back with it.
    else if (reason !== 'limit' || !this.transfers.isAway) this.end(endOfHangup(reason, this.limitReached), 'hang-up');
  }

  /** Makes sure that a model is being connected for a caller who comes back; true when one is ready. */
  private needAgent(): boolean {
    if (this.modelState === 'gone' && !this.model.isConnected) this.connectModel();
    return this.modelState === 'ready';
  }

  /**
   * Handles a failure of the model: another one takes over, in a while. The caller hears an apology and the call ends when none
   * is to be had, unless it can do without an agent.
   */
  private fail(failure: ModelFailure, detail: string): void {
    const wasTrying = this.recovery.isTrying;
    const need = this.modelState === 'none' ? 'first' : this.canWait ? 'later' : 'now';
    const isReplaced = this.recovery.failed(failure, need);
    this.model.close();
    this.readySessionId = null;
    if (this.modelState === 'ready') {
      this.modelState = 'gone';
      this.conversation.modelLost();
    }
    if (!wasTrying || !isReplaced)
      this.emit({ type: 'model.failed', failure, detail, ...(isReplaced ? { isReplaced } : {}) });
    if (isReplaced || this.isOver) return;
    if (this.canWait) this.modelState = 'gone';
    else this.end(endOfModelFailure(failure, detail), this.callerLink.isOpen ? 'apology' : 'hang-up');
  }

  /** True while the call can do without an agent: an operator speaks with the caller, the caller is away, or their stream is lost. */
  private get canWait(): boolean {
    return this.operator.floor.isTaken || this.transfers.isAway || this.lost.isLost;
  }

  /** Records an event, unless the call is over: a leg may still be in the middle of something when it ends. */
  private emit(event: CallEvent): void {
    if (this.isOver) return;
    // First of all: a listener may act at once, and the events of that act come after this one.
    this.call = reduceCall(this.call, { at: this.clock.wallMs(), callId: this.parts.callId, event });
    this.recovery.note(event);
    this.parts.emit(event);
    this.limits.note(event);
  }
}
