import type { Agent } from '../../../shared/agent/agent';
import type { CallEvent, ModelFailure } from '../../../shared/call/events';
import type { Clock, CommandRefusal, ModelEvent, ModelLeg } from '../../ports/ports';
import type { AgentInCall } from './agent-in-call';
import { AgentSilence } from './agent-silence';
import { AgentVoice } from './agent-voice';
import type { CallerAudio } from '../caller/caller-audio';
import { CallerTurn } from './caller-turn';
import { PendingHangup, type HangupReason } from './pending-hangup';
import { LimitGoodbye } from './limit-goodbye';
import { Interruption } from './interruption';
import { Greeting } from './greeting';
import type { PhonePlayout } from '../phone/phone-playout';
import { ReplyWatchdog } from './reply-watchdog';
import { ResponseGate } from './response-gate';
import { SayQueue } from './say-queue';
import { Whispers } from './whispers';

type EventOf<T extends ModelEvent['type']> = Extract<ModelEvent, { type: T }>;

export interface AgentSpeechParts {
  /** As the call began; its greeting is the one that is said. */
  readonly agent: Agent;
  readonly current: AgentInCall;
  readonly phone: PhonePlayout;
  readonly model: ModelLeg;
  readonly audio: CallerAudio;
  readonly clock: Clock;
  readonly emit: (event: CallEvent) => void;
  /** Something was heard to its end, or cut. */
  readonly onHeard: () => void;
  /** A response is over, and what it called is known. */
  readonly onResponseOver: (responseId: string) => void;
  readonly onHangup: (reason: HangupReason) => void;
  readonly onFailed: (failure: ModelFailure, detail: string) => void;
}

/** When the agent speaks and when it does not: from what the model begins to what the caller hears, and what stops it. */
export class AgentSpeech {
  readonly voice: AgentVoice;
  readonly gate: ResponseGate;
  readonly pendingHangup: PendingHangup;
  readonly limitGoodbye: LimitGoodbye;
  readonly silence: AgentSilence;
  /** What operators tell the agent, and have it say. */
  readonly whispers: Whispers;
  readonly sayQueue: SayQueue;
  private readonly watchdog: ReplyWatchdog;
  private readonly interruption: Interruption;
  private readonly greeting: Greeting;
  private readonly callerTurn: CallerTurn;
  /** The item whose sound, or words, went to the caller last. */
  private spokenItemId: string | null = null;

  constructor(private readonly parts: AgentSpeechParts) {
    const { agent, phone, model, audio, clock, emit, onHangup, onFailed } = parts;
    this.voice = new AgentVoice(phone, clock, (event) => {
      emit(event);
      this.greeting.told(event);
    });
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
    this.greeting = new Greeting(agent, audio, this.gate, clock);
    this.interruption = new Interruption(this.voice, this.gate, model, emit);
    this.pendingHangup = new PendingHangup(clock, onHangup);
    this.limitGoodbye = new LimitGoodbye(clock, this.gate, this.pendingHangup, () => onHangup('limit'));
    const { voice, gate, watchdog, interruption, greeting, pendingHangup, limitGoodbye } = this;
    this.silence = new AgentSilence({
      voice,
      gate,
      watchdog,
      interruption,
      greeting,
      pendingHangup,
      limitGoodbye,
      model,
    });
    this.whispers = new Whispers(clock, { emit, addNote: (note) => model.addNote(note), isBusy: () => !gate.isIdle });
    this.sayQueue = new SayQueue(gate, emit);
  }

  /** The model is ready to hear and speak. */
  begin(): void {
    this.greeting.begin();
  }

  phonePassed(): void {
    this.voice.phonePassed();
    this.leaveWhenQuiet();
  }

  /** Silences what the caller has not heard yet. */
  stopWords(): CommandRefusal | undefined {
    if (!this.voice.hasUnheard() && this.gate.runningResponses.size === 0 && !this.gate.isAsking)
      return 'nothing-to-stop';
    this.sayQueue.drop();
    this.gate.abandon();
    this.watchdog.rest();
    this.interruption.by('operator');
    this.leaveWhenQuiet();
    return undefined;
  }

  /** The agent leaves the caller when what is being said was heard; nothing more is begun. */
  leaveAfterWords(reason: HangupReason): void {
    this.silence.begin('leaving');
    this.pendingHangup.begin(reason);
    this.leaveWhenQuiet();
  }

  /** True while the call is about to end, whoever ends it. */
  get isLeaving(): boolean {
    return this.pendingHangup.isUnderWay || this.limitGoodbye.isUnderWay;
  }

  /** The caller leaves: what was not heard by now never will be. */
  beginTransfer(): void {
    this.pendingHangup.over();
    this.interruption.by('operator');
  }

  /** The model is another one from now on, which was asked for nothing. */
  modelReplaced(): void {
    this.spokenItemId = null;
    this.gate.modelReplaced();
    this.sayQueue.modelReplaced();
  }

  /** The model did something the caller waits for. */
  answered(): void {
    this.watchdog.answered();
  }

  createRefused(): void {
    this.gate.refused();
    this.whispers.flush();
  }

  /** The model announced an item of a response. */
  opened({ responseId, itemId }: EventOf<'agentTurn'>): void {
    if (!this.voice.isDead(responseId)) this.voice.opened(responseId, itemId);
  }

  audio(event: EventOf<'audio'>): void {
    if (this.silence.isTotal && !this.voice.isDead(event.responseId)) this.interruption.discard(event.responseId);
    const fate = this.voice.play(event);
    if (fate === 'late') {
      this.interruption.cameLate(event);
      return;
    }
    // Last words have a limit of their own.
    if (fate === 'played' && !this.silence.isOn) this.watchdog.speaks();
    else this.watchdog.answered();
    if (fate === 'too-long') this.interruption.cutShort(event);
    if (fate !== 'played') return;
    if (event.itemId !== this.spokenItemId) this.itemBegins(event);
  }

  callerStarted({ itemId, audioStartMs }: EventOf<'speechStarted'>): void {
    this.callerTurn.started(itemId);
    this.watchdog.rest();
    this.pendingHangup.cancel();
    if (!this.parts.current.now.turnTaking.callerInterrupts) return;
    if (this.greeting.isToBeHeard || this.greeting.wasSaidBefore(audioStartMs)) this.interruption.dropRunning();
    else this.interruption.by('caller');
    this.leaveWhenQuiet();
  }

  callerStopped(): void {
    this.voice.callerStopped();
    this.callerTurn.stopped();
  }

  /** What the caller said is in the conversation. */
  callerTurnEnded(): void {
    this.callerTurn.committed();
    if (this.silence.isOn) return;
    this.watchdog.expect();
    // A model that may not be interrupted leaves unanswered what was said while it made a response.
    const isPassedOver = !this.parts.current.now.turnTaking.callerInterrupts && this.gate.runningResponses.size > 0;
    if (!this.silence.isModelAnswering || isPassedOver) this.gate.requestFollowUp();
  }

  /** What the caller wrote is in the conversation, and no model answers that by itself. */
  callerWrote(): void {
    this.callerTurn.committed();
    if (this.silence.isOn) return;
    this.watchdog.expect();
    this.gate.requestFollowUp();
  }

  /** Words that are read: as good as heard. */
  wrote({ responseId, itemId }: EventOf<'agentWrote'>): void {
    if (this.voice.isDead(responseId)) return;
    this.watchdog.answered();
    this.itemBegins({ responseId, itemId });
    this.voice.wasRead(itemId);
    this.leaveWhenQuiet();
  }

  responseStarted({ responseId, tag }: EventOf<'responseStarted'>): void {
    this.watchdog.responseStarted();
    const fate = this.gate.started(responseId);
    this.sayQueue.responseStarted(responseId, tag);
    this.limitGoodbye.responseStarted(tag);
    if (fate === 'unwanted') this.silence.responseRefused();
    if (fate !== 'wanted') {
      this.interruption.discard(responseId);
      return;
    }
    this.greeting.responseStarted(responseId);
    this.whispers.responseStarted(responseId);
  }

  responseDone({ responseId, status, detail }: EventOf<'responseDone'>): void {
    const hasSpoken = this.voice.hasSpoken(responseId);
    this.watchdog.speechOver();
    this.interruption.responseOver(responseId);
    this.greeting.responseOver(responseId, status);
    const asked = this.gate.finished(responseId);
    this.whispers.responseOver(responseId);
    this.sayQueue.responseOver(responseId);
    this.whispers.flush();
    this.parts.onResponseOver(responseId);
    if (status === 'failed') {
      const isSaying = asked?.request.tag !== undefined;
      const again = hasSpoken || isSaying ? null : asked;
      this.watchdog.responseFailed(detail ?? '', () => this.gate.repeat(again));
    } else {
      this.watchdog.responseWorked();
    }
    this.leaveWhenQuiet();
  }

  /** The first of an item goes to the caller. */
  private itemBegins({ responseId, itemId }: Pick<EventOf<'audio'>, 'responseId' | 'itemId'>): void {
    this.spokenItemId = itemId;
    this.greeting.agentSpeaks(responseId, itemId);
    this.whispers.heard(responseId, itemId);
    this.sayQueue.heard(responseId, itemId);
  }

  private askAgain(): void {
    this.parts.emit({ type: 'model.complained', code: 'no_answer', detail: 'The model was asked again' });
    for (const responseId of this.gate.renew()) this.interruption.discard(responseId);
  }

  private leaveWhenQuiet(): void {
    this.parts.onHeard();
    if (this.pendingHangup.isUnderWay && this.gate.runningResponses.size === 0 && this.voice.isHeardToTheEnd())
      this.pendingHangup.quiet();
  }
}
