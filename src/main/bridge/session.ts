import { assertNever } from '../../shared/assert-never';
import type { Agent } from '../../shared/agent/agent';
import { responseCostUsd } from '../../shared/agent/prices';
import { MAX_DETAIL_CHARS, type CallEvent, type EndReason, type ModelFailure } from '../../shared/call/events';
import type {
  CallerLeg,
  CallerLegListener,
  Clock,
  CommandRefusal,
  Dispose,
  Level,
  ModelConnector,
  ModelEvent,
  ModelLeg,
  ToolRunner,
} from '../ports';
import { AgentVoice } from './agent-voice';
import { CallerAudio } from './caller-audio';
import { ConversationOrder } from './conversation-order';
import { Interruption } from './interruption';
import { Opening } from './opening';
import { ReplyWatchdog } from './reply-watchdog';
import { ResponseGate } from './response-gate';
import { ToolCalls } from './tool-calls';

const GOODBYE_DEADLINE_MS = 15_000;
const MAX_FAILED_RESPONSES = 3;
const FAILED_RESPONSE_PAUSE_MS = 1000;

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

/** One live call between its two legs: who says what to whom, and when it is over. Opens the model leg at once. */
export class CallSession implements CallerLegListener {
  private readonly model: ModelLeg;
  private readonly voice: AgentVoice;
  private readonly audio: CallerAudio;
  private readonly gate: ResponseGate;
  private readonly toolCalls: ToolCalls;
  private readonly watchdog: ReplyWatchdog;
  private readonly order = new ConversationOrder();
  private readonly interruption: Interruption;
  private readonly opening: Opening;
  private readonly timers = new Set<Dispose>();
  private readonly connectingSinceMs: number;
  private failedResponses = 0;
  private isLeaving = false;
  private isOver = false;

  constructor(private readonly parts: SessionParts) {
    const { agent, clock, emit, leg } = parts;
    this.connectingSinceMs = clock.nowMs();
    emit({ type: 'caller.connected' });
    emit({ type: 'model.connecting', model: agent.model });
    this.voice = new AgentVoice(leg, clock, emit);
    this.audio = new CallerAudio(clock, (payload) => this.model.appendAudio(payload), emit);
    this.gate = new ResponseGate((request) => {
      this.watchdog.expect();
      this.model.createResponse(request);
    });
    this.watchdog = new ReplyWatchdog(clock, {
      retry: () => this.askAgain(),
      giveUp: () => this.fail('silent', 'The model did not answer'),
    });
    this.opening = new Opening(agent.greeting, this.audio, this.gate, clock);
    this.toolCalls = new ToolCalls(agent.tools, this.toolRunner(parts.tools), clock, {
      emit,
      sendOutput: (toolCallId, output) => this.model.sendToolOutput(toolCallId, output),
      onSettled: () => {
        if (!this.isLeaving) this.gate.requestFollowUp();
      },
    });
    this.model = parts.models.connect(agent, (event) => this.onModelEvent(event));
    this.interruption = new Interruption(this.voice, this.gate, this.model, emit);
    this.after(agent.longestCallMinutes * 60_000, () =>
      this.end({ by: 'switchboard', reason: 'longest-call-reached' }, 'hang-up'),
    );
  }

  onAudio(payload: string, timestampMs: number): void {
    if (!this.isOver) this.audio.onFrame(payload, timestampMs);
  }

  onMark(name: string): void {
    if (this.isOver) return;
    this.voice.onMark(name);
    this.leaveWhenQuiet();
  }

  onDigit(digit: string): void {
    if (!this.isOver) this.parts.emit({ type: 'caller.pressedKey', digit });
  }

  onFault(fault: 'malformed-frame' | 'unknown-frame' | 'slow-reader', detail: string): void {
    if (!this.isOver)
      this.parts.emit({ type: 'leg.faltered', leg: 'caller', fault, detail: detail.slice(0, MAX_DETAIL_CHARS) });
  }

  onClosed(how: 'stopped' | 'lost'): void {
    this.end({ by: 'caller', reason: how === 'stopped' ? 'caller-hung-up' : 'caller-lost' }, 'gone');
  }

  level(): Level {
    return { callId: this.parts.callId, caller: this.audio.level(), agent: this.voice.level() };
  }

  /** Silences what the caller has not heard yet. */
  stopWords(): CommandRefusal | undefined {
    if (!this.voice.hasUnheard() && this.gate.runningResponses.size === 0) return 'nothing-to-stop';
    this.interruption.by('operator');
    return undefined;
  }

  answerTool(toolCallId: string, output: string): CommandRefusal | undefined {
    return this.toolCalls.answer(toolCallId, output);
  }

  rejectTool(toolCallId: string, reason: string): CommandRefusal | undefined {
    return this.toolCalls.reject(toolCallId, reason);
  }

  /** Ends the call, once: every timer, buffer and the model leg are gone when this returns. */
  end(end: CallEnd, release: Release): void {
    if (this.isOver) return;
    this.isOver = true;
    for (const stop of this.timers) stop();
    this.timers.clear();
    this.watchdog.dispose();
    this.opening.dispose();
    this.toolCalls.dispose();
    this.audio.dispose();
    this.model.close();
    this.parts.onEnded(end, release);
  }

  private onModelEvent(event: ModelEvent): void {
    if (this.isOver) return;
    const { emit } = this.parts;
    switch (event.type) {
      case 'audio':
        this.watchdog.answered();
        this.opening.agentSpeaks();
        if (!this.voice.play(event)) this.interruption.cameLate(event);
        return;
      case 'ready':
        emit({
          type: 'model.ready',
          sessionId: event.sessionId,
          connectMs: this.parts.clock.nowMs() - this.connectingSinceMs,
        });
        this.opening.begin();
        return;
      case 'speechStarted':
        emit({ type: 'caller.startedSpeaking', itemId: event.itemId });
        this.audio.speechStarted();
        this.gate.callerTookTurn();
        this.watchdog.dispose();
        this.isLeaving = false;
        if (!this.opening.wasSaidBefore(event.audioStartMs)) this.interruption.by('caller');
        return;
      case 'speechStopped':
        emit({ type: 'caller.stoppedSpeaking', itemId: event.itemId });
        this.audio.speechStopped();
        this.voice.callerStopped();
        return;
      case 'callerTurn':
        emit({ type: 'caller.finishedTurn', itemId: event.itemId, after: event.after });
        this.watchdog.expect();
        this.gate.callerFinishedTurn();
        return;
      case 'callerTranscriptDelta':
        emit({ type: 'caller.transcriptGrew', itemId: event.itemId, delta: event.delta });
        return;
      case 'callerTranscript':
        emit({ type: 'caller.transcribed', itemId: event.itemId, text: event.text });
        return;
      case 'callerTranscriptFailed':
        emit({ type: 'caller.transcriptFailed', itemId: event.itemId, detail: event.detail });
        return;
      case 'responseStarted':
        this.gate.started(event.responseId);
        this.opening.responseStarted(event.responseId);
        emit({ type: 'agent.startedResponse', responseId: event.responseId });
        return;
      case 'responseDone':
        this.responseDone(event);
        return;
      case 'agentTurn': {
        const placed = this.order.belongs(event.itemId, event.responseId);
        if (placed !== undefined) emit({ type: 'agent.openedTurn', ...placed });
        return;
      }
      case 'itemAdded': {
        const placed = this.order.added(event.itemId, event.after);
        if (placed !== undefined) emit({ type: 'agent.openedTurn', ...placed });
        return;
      }
      case 'audioDone':
        this.voice.finish(event);
        return;
      case 'agentTranscriptDelta':
        if (!this.voice.isDead(event.responseId))
          emit({ type: 'agent.transcriptGrew', itemId: event.itemId, delta: event.delta });
        return;
      case 'agentTranscript':
        if (!this.voice.isDead(event.responseId))
          emit({ type: 'agent.transcribed', itemId: event.itemId, text: event.text });
        return;
      case 'toolCalled':
        this.watchdog.answered();
        this.toolCalls.called(event, this.order.after(event.itemId));
        return;
      case 'createRefused':
        this.gate.refused();
        return;
      case 'complaint':
        emit({ type: 'model.complained', code: event.code, detail: event.detail });
        return;
      case 'fault':
        emit({ type: 'leg.faltered', leg: 'model', fault: event.fault, detail: event.detail });
        return;
      case 'failed':
        this.fail(event.failure, event.detail);
        return;
      default:
        assertNever(event);
    }
  }

  private responseDone(event: Extract<ModelEvent, { type: 'responseDone' }>): void {
    const { agent, emit } = this.parts;
    const { responseId, status, detail, usage } = event;
    const costUsd = usage === undefined ? undefined : responseCostUsd(agent.model, usage);
    emit({
      type: 'agent.finishedResponse',
      responseId,
      status,
      ...(detail === undefined ? {} : { detail }),
      ...(usage === undefined ? {} : { usage }),
      ...(costUsd === undefined ? {} : { costUsd }),
    });
    this.interruption.responseOver(responseId);
    this.opening.responseOver(responseId);
    this.gate.finished(responseId);
    this.toolCalls.responseOver(responseId);
    if (status === 'failed') this.responseFailed(detail ?? '');
    else this.failedResponses = 0;
    this.leaveWhenQuiet();
  }

  private responseFailed(detail: string): void {
    this.failedResponses += 1;
    if (this.failedResponses >= MAX_FAILED_RESPONSES) this.fail('lost', detail);
    else this.after(FAILED_RESPONSE_PAUSE_MS * this.failedResponses, () => this.gate.request({}));
  }

  private fail(failure: ModelFailure, detail: string): void {
    if (this.isOver) return;
    this.parts.emit({ type: 'model.failed', failure, detail });
    this.end({ by: 'switchboard', reason: REASON_OF_MODEL_FAILURE[failure], detail }, 'fall-through');
  }

  private askAgain(): void {
    this.parts.emit({ type: 'model.complained', code: 'no_answer', detail: 'The model was asked again' });
    if (this.gate.runningResponses.size > 0) this.model.cancelResponse();
    this.gate.request({});
  }

  /** Built-in tools are acts of the session itself; every other kind has its runner. */
  private toolRunner(others: ToolRunner): ToolRunner {
    return {
      run: (tool, args, signal) => {
        if (tool.kind !== 'built-in') return others.run(tool, args, signal);
        this.isLeaving = true;
        this.after(GOODBYE_DEADLINE_MS, () => this.leave());
        return Promise.resolve({ ok: true, output: 'The call ends after your last words.' });
      },
    };
  }

  private leaveWhenQuiet(): void {
    if (this.isLeaving && this.gate.runningResponses.size === 0 && this.voice.isHeardToTheEnd()) this.leave();
  }

  private leave(): void {
    if (this.isLeaving) this.end({ by: 'agent', reason: 'agent-hung-up' }, 'hang-up');
  }

  private after(delayMs: number, run: () => void): void {
    const stop = this.parts.clock.after(delayMs, () => {
      this.timers.delete(stop);
      run();
    });
    this.timers.add(stop);
  }
}
