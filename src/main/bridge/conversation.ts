import { assertNever } from '../../shared/assert-never';
import type { Agent } from '../../shared/agent/agent';
import type { CallEvent, ModelFailure } from '../../shared/call/events';
import type { CallerLeg, Clock, CommandRefusal, ModelEvent, ModelLeg, ToolRunner } from '../ports';
import { AgentVoice } from './agent-voice';
import { CallerAudio } from './caller-audio';
import { CallerTurn } from './caller-turn';
import { ConversationOrder, type PlacedTurn } from './conversation-order';
import { Departure } from './departure';
import { Interruption } from './interruption';
import { factOf } from './model-facts';
import { Opening } from './opening';
import { ReplyWatchdog } from './reply-watchdog';
import { ResponseGate } from './response-gate';
import { ToolCalls } from './tool-calls';

type ResponseDone = Extract<ModelEvent, { type: 'responseDone' }>;
type SpeechStarted = Extract<ModelEvent, { type: 'speechStarted' }>;

/** What a model says in a conversation; how its leg does is another matter. */
export type ModelUtterance = Exclude<ModelEvent, { type: 'ready' | 'failed' }>;

export interface ConversationParts {
  readonly agent: Agent;
  readonly leg: CallerLeg;
  readonly model: ModelLeg;
  readonly tools: ToolRunner;
  readonly clock: Clock;
  readonly emit: (event: CallEvent) => void;
  /** The agent said goodbye, and it was heard. */
  readonly onLeave: () => void;
  readonly onFailed: (failure: ModelFailure, detail: string) => void;
}

/** Who says what to whom on one call: turns the model's events into what the phone, the model and the record get. */
export class Conversation {
  private readonly voice: AgentVoice;
  private readonly audio: CallerAudio;
  private readonly gate: ResponseGate;
  private readonly toolCalls: ToolCalls;
  private readonly watchdog: ReplyWatchdog;
  private readonly interruption: Interruption;
  private readonly opening: Opening;
  private readonly departure: Departure;
  private readonly callerTurn: CallerTurn;
  private readonly order = new ConversationOrder();

  constructor(private readonly parts: ConversationParts) {
    const { agent, leg, model, clock, emit, onLeave, onFailed } = parts;
    this.voice = new AgentVoice(leg, clock, emit);
    this.audio = new CallerAudio(clock, (payload) => model.appendAudio(payload), emit);
    this.watchdog = new ReplyWatchdog(clock, {
      isAgentHeard: () => this.voice.hasUnheard(),
      renew: () => this.askAgain(),
      giveUp: onFailed,
    });
    this.gate = new ResponseGate((request) => {
      this.watchdog.expect();
      model.createResponse(request);
    });
    this.callerTurn = new CallerTurn(clock, this.gate, emit);
    this.opening = new Opening(agent.greeting, this.audio, this.gate, clock);
    this.interruption = new Interruption(this.voice, this.gate, model, emit);
    this.departure = new Departure(clock, onLeave);
    this.toolCalls = new ToolCalls(agent.tools, this.toolRunner(parts.tools), clock, {
      emit,
      sendOutput: (toolCallId, output) => model.sendToolOutput(toolCallId, output),
      onSettled: () => {
        if (!this.departure.isUnderWay) this.gate.requestFollowUp();
      },
    });
  }

  /** The model is ready to hear and speak. */
  begin(): void {
    this.opening.begin();
  }

  callerSent(payload: string, timestampMs: number): void {
    this.audio.onFrame(payload, timestampMs);
  }

  phonePassed(mark: string): void {
    this.voice.onMark(mark);
    this.leaveWhenQuiet();
  }

  /** How loud each side is, 0 to 1. */
  levels(): { readonly caller: number; readonly agent: number } {
    return { caller: this.audio.level(), agent: this.voice.level() };
  }

  /** Silences what the caller has not heard yet. */
  stopWords(): CommandRefusal | undefined {
    if (!this.voice.hasUnheard() && this.gate.runningResponses.size === 0 && !this.gate.isAsking)
      return 'nothing-to-stop';
    this.gate.forgo();
    this.watchdog.rest();
    this.interruption.by('operator');
    return undefined;
  }

  answerTool(toolCallId: string, output: string): CommandRefusal | undefined {
    return this.toolCalls.answer(toolCallId, output);
  }

  rejectTool(toolCallId: string, reason: string): CommandRefusal | undefined {
    return this.toolCalls.reject(toolCallId, reason);
  }

  /** The call is over: no buffer and no running tool is left. */
  dispose(): void {
    this.toolCalls.dispose();
    this.audio.dispose();
  }

  hear(event: ModelUtterance): void {
    const fact = factOf(event, this.parts.agent.model);
    if (fact !== null) this.parts.emit(fact);
    switch (event.type) {
      case 'audio':
        this.agentAudio(event);
        return;
      case 'audioDone':
        this.voice.finish(event);
        return;
      case 'speechStarted':
        this.speechStarted(event);
        return;
      case 'speechStopped':
        this.audio.speechStopped();
        this.voice.callerStopped();
        this.callerTurn.stopped();
        return;
      case 'callerTurn':
        this.watchdog.expect();
        this.callerTurn.committed();
        return;
      case 'responseStarted':
        this.responseStarted(event.responseId);
        return;
      case 'responseDone':
        this.responseDone(event);
        return;
      case 'agentTurn':
        if (!this.voice.isDead(event.responseId)) this.voice.opened(event.responseId, event.itemId);
        this.placeTurn(this.order.belongs(event.itemId, event.responseId));
        return;
      case 'itemAdded':
        this.placeTurn(this.order.added(event.itemId, event.after));
        return;
      case 'agentTranscriptDelta':
        if (!this.voice.isDead(event.responseId))
          this.parts.emit({ type: 'agent.transcriptGrew', itemId: event.itemId, delta: event.delta });
        return;
      case 'agentTranscript':
        if (!this.voice.isDead(event.responseId))
          this.parts.emit({ type: 'agent.transcribed', itemId: event.itemId, text: event.text });
        return;
      case 'toolCalled':
        this.watchdog.answered();
        this.toolCalls.called(event, this.order.after(event.itemId));
        return;
      case 'createRefused':
        this.gate.refused();
        return;
      case 'callerTranscriptDelta':
      case 'callerTranscript':
      case 'callerTranscriptFailed':
      case 'complaint':
      case 'fault':
        return;
      default:
        assertNever(event);
    }
  }

  private agentAudio(event: Extract<ModelEvent, { type: 'audio' }>): void {
    const fate = this.voice.play(event);
    if (fate === 'late') {
      this.interruption.cameLate(event);
      return;
    }
    this.watchdog.answered();
    if (fate === 'played') this.opening.agentSpeaks();
    else if (fate === 'too-long') this.interruption.cutShort(event);
  }

  private speechStarted({ itemId, audioStartMs }: SpeechStarted): void {
    this.audio.speechStarted();
    this.callerTurn.started(itemId);
    this.watchdog.rest();
    this.departure.cancel();
    if (this.opening.wasSaidBefore(audioStartMs)) this.interruption.dropRunning();
    else this.interruption.by('caller');
  }

  private responseStarted(responseId: string): void {
    this.watchdog.responseStarted();
    if (this.gate.started(responseId)) this.opening.responseStarted(responseId);
    else this.interruption.discard(responseId);
  }

  private responseDone({ responseId, status, detail }: ResponseDone): void {
    const hasSpoken = this.voice.hasSpoken(responseId);
    this.interruption.responseOver(responseId);
    this.opening.responseOver(responseId, status);
    const asked = this.gate.finished(responseId);
    this.toolCalls.responseOver(responseId);
    if (status === 'failed') {
      const again = hasSpoken ? null : asked;
      this.watchdog.responseFailed(detail ?? '', () => this.gate.repeat(again));
    } else {
      this.watchdog.responseWorked();
    }
    this.leaveWhenQuiet();
  }

  /** Words of a dead response are not shown: the caller hears none of them. */
  private placeTurn(turn: PlacedTurn | undefined): void {
    if (turn !== undefined && !this.voice.isDead(turn.responseId))
      this.parts.emit({ type: 'agent.openedTurn', ...turn });
  }

  private askAgain(): void {
    this.parts.emit({ type: 'model.complained', code: 'no_answer', detail: 'The model was asked again' });
    for (const responseId of this.gate.renew()) this.interruption.discard(responseId);
  }

  /** Built-in tools are acts of the conversation itself; every other kind has its runner. */
  private toolRunner(others: ToolRunner): ToolRunner {
    return {
      run: (tool, args, signal) => {
        if (tool.kind !== 'built-in') return others.run(tool, args, signal);
        this.departure.begin();
        return Promise.resolve({ ok: true, output: 'The call ends after your last words.' });
      },
    };
  }

  private leaveWhenQuiet(): void {
    if (this.departure.isUnderWay && this.gate.runningResponses.size === 0 && this.voice.isHeardToTheEnd())
      this.parts.onLeave();
  }
}
