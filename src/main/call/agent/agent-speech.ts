import type { Agent } from '../../../shared/agent/agent';
import type { CallEvent } from '../../../shared/call/events';
import type { ModelFailure } from '../../../shared/call/events/call';
import type { Clock, CommandRefusal, CreateResponse, ModelEvent, ModelLeg } from '../../ports/ports';
import type { CallerAudio } from '../caller/caller-audio';
import type { CallerKeys } from '../caller/caller-keys';
import type { PhonePlayout } from '../phone/phone-playout';
import type { AgentInCall } from './agent-in-call';
import { AgentSilence } from './agent-silence';
import { AgentVoice } from './agent-voice';
import { CallerTurn } from './caller-turn';
import { Greeting } from './greeting';
import { Interruption } from './interruption';
import { AfterPlayout, LimitGoodbye, PendingHangup, type HangupReason } from './last-words';
import { ReplyWatchdog } from './reply-watchdog';
import { ResponseGate } from './response-gate';
import { Responses, type AgentResponse, type RequestedResponse } from './responses';
import { SayQueue, Whispers } from './whispers';

type EventOf<T extends ModelEvent['type']> = Extract<ModelEvent, { type: T }>;

/** Loudness from which the caller may be speaking, as `CallerAudio.level` tells it; speech is louder, hiss is not. */
const LOUD = 0.3;

export interface AgentSpeechParts {
  /** Version of the agent that the call began with; its greeting is the one that is said. */
  readonly agent: Agent;
  readonly current: AgentInCall;
  readonly phone: PhonePlayout;
  readonly model: ModelLeg;
  readonly audio: CallerAudio;
  readonly keys: Pick<CallerKeys, 'isGathering'>;
  readonly clock: Clock;
  readonly emit: (event: CallEvent) => void;
  /** Runs when a response is over and the tools it called are known. */
  readonly onResponseOver: (response: AgentResponse) => void;
  readonly onHangup: (reason: HangupReason) => void;
  readonly onFailed: (failure: ModelFailure, detail: string) => void;
}

/**
 * Speech of the agent, from the model's first event of a response to what the caller hears. Decides when it speaks,
 * when it stays silent, and what stops it.
 */
export class AgentSpeech {
  /** Records of all responses that are running or unheard. */
  readonly responses = new Responses();
  readonly voice: AgentVoice;
  readonly gate: ResponseGate;
  readonly pendingHangup: PendingHangup;
  readonly goodbye: LimitGoodbye;
  readonly silence: AgentSilence;
  /** Private notes from operators to the agent; `sayQueue` holds the texts they have it say. */
  readonly whispers: Whispers;
  readonly sayQueue: SayQueue;
  readonly watchdog: ReplyWatchdog;
  readonly greeting: Greeting;
  /** Acts that wait until the caller has heard the agent's current words. */
  readonly afterPlayout: AfterPlayout;
  private readonly interruption: Interruption;
  private readonly callerTurn: CallerTurn;
  /** Part of the agent's that a lost model left open: the rest of its words, or an answer. */
  private unfinished: 'words' | 'answer' | 'nothing' = 'nothing';
  private resumptions = 0;

  constructor(private readonly parts: AgentSpeechParts) {
    const { agent, phone, model, audio, clock, emit, onHangup, onFailed } = parts;
    this.voice = new AgentVoice(phone, clock, this.responses, emit);
    this.afterPlayout = new AfterPlayout(clock, this.voice);
    this.watchdog = new ReplyWatchdog(clock, {
      voice: this.voice,
      renew: () => this.askAgain(),
      giveUp: onFailed,
    });
    this.gate = new ResponseGate(this.responses, (request) => {
      this.watchdog.expect();
      model.createResponse(request);
    });
    this.callerTurn = new CallerTurn(clock, this.gate, emit, () => this.leaveWhenQuiet());
    this.greeting = new Greeting(agent, audio, this.gate, clock);
    this.interruption = new Interruption(this.voice, this.responses, model, emit);
    const caller = { hasTurn: () => this.isCallersTurn, isLoud: () => audio.level() > LOUD };
    this.pendingHangup = new PendingHangup(clock, this.voice, caller, onHangup);
    this.goodbye = new LimitGoodbye(clock, this.voice, this.gate, this.pendingHangup, () => onHangup('limit'));
    const { responses, voice, gate, watchdog, interruption, greeting, pendingHangup, goodbye } = this;
    this.silence = new AgentSilence({ voice, gate, watchdog, interruption, greeting, pendingHangup, goodbye, model });
    this.whispers = new Whispers(clock, { emit, model, gate });
    this.sayQueue = new SayQueue(responses, gate, emit);
  }

  /** True while the caller speaks or presses keys, until the model has their turn. */
  get isCallersTurn(): boolean {
    return this.gate.isCallersTurn || this.parts.keys.isGathering;
  }

  phonePassed(): void {
    this.voice.phonePassed();
    this.leaveWhenQuiet();
  }

  /** Silences the agent's words that the caller has not heard yet. */
  stopWords(): CommandRefusal | undefined {
    if (!this.voice.isSpeaking() && !this.gate.isAsking) return 'nothing-to-stop';
    this.sayQueue.drop();
    this.gate.abandon();
    this.watchdog.rest();
    this.interruption.by('operator');
    this.leaveWhenQuiet();
    return undefined;
  }

  /** Ends the agent's part once the caller has heard what it is saying; nothing more is begun. */
  leaveAfterWords(reason: HangupReason): void {
    this.silence.begin('leaving');
    this.pendingHangup.begin(reason);
    this.leaveWhenQuiet();
  }

  /** True while the call is about to end, whoever ends it. */
  get isLeaving(): boolean {
    return this.pendingHangup.isUnderWay || this.goodbye.isUnderWay;
  }

  /** Cuts the agent off because the caller leaves: they will never hear the rest of it. */
  beginTransfer(): void {
    this.pendingHangup.over();
    this.interruption.by('operator');
  }

  /**
   * The model is gone. The phone plays on what it has; whatever else was begun or asked for waits for the next model.
   */
  modelLost(): void {
    this.unfinished = this.leftOpen() ?? this.unfinished;
    this.silence.begin('model');
    this.greeting.modelLost();
    for (const response of this.responses.running) {
      this.voice.responseOver(response);
      this.whispers.responseOver(response);
    }
    this.callerTurn.modelLost();
    this.whispers.modelLost();
    this.gate.modelLost();
    this.leaveWhenQuiet();
  }

  /** Another model took over, and knows what was said: goes on where the lost one was. */
  modelReplaced(): void {
    const { audio, model } = this.parts;
    const { unfinished } = this;
    const isOpen = unfinished !== 'nothing';
    this.unfinished = 'nothing';
    this.silence.modelReplaced();
    this.greeting.modelReplaced();
    if (audio.hasUtterance) this.callerTurn.heardAgain(isOpen);
    if (unfinished === 'words') {
      this.resumptions += 1;
      model.addNote({ itemId: `resumed_${String(this.resumptions)}`, text: GO_ON });
    }
    this.silence.end('model', isOpen ? 'speaks-first' : 'when-asked');
    this.sayQueue.modelReplaced();
    this.whispers.flush();
  }

  /** Part of the agent's that is open now. Requests wait in the gate, texts in their queue, and neither is part of it. */
  private leftOpen(): 'words' | 'answer' | undefined {
    if (this.isLeaving) return undefined;
    const running = this.responses.running.filter(({ isDead, purpose }) => !isDead && purpose !== 'filler');
    if (running.some(({ hasSpoken }) => hasSpoken)) return 'words';
    const isAwaited = this.watchdog.isWaiting && running.length === 0 && !this.gate.isAsking;
    const isMaking = running.some(({ purpose }) => purpose === 'reply' || purpose === 'follow-up');
    return isAwaited || isMaking ? 'answer' : undefined;
  }

  createRefused(): void {
    this.gate.refused();
    this.whispers.flush();
  }

  /** Notes an item of a response, which the model announced. */
  opened({ responseId, itemId }: EventOf<'agentTurn'>): void {
    const response = this.responses.of(responseId);
    if (!response.isDead) response.opened(itemId);
  }

  audio(event: EventOf<'audio'>): void {
    const response = this.responses.of(event.responseId);
    if (this.silence.isTotal && !response.isDead) this.interruption.discard(response);
    const fate = this.voice.play(response, event);
    if (fate === 'late') {
      response.cameLate(event.itemId, event.contentIndex);
      return;
    }
    // Last words have a limit of their own.
    if (fate === 'played' && !this.silence.isOn) this.watchdog.speaks();
    else this.watchdog.answered();
    if (fate === 'too-long') this.interruption.cutShort(response, event);
    const item = response.lastItem;
    if (fate !== 'played' || item === null || item.isTold) return;
    item.isTold = true;
    this.itemBegins(response, item.itemId);
  }

  /** A piece of a tool call came: the response is alive, though nothing of it is heard. */
  makesToolCall({ responseId }: EventOf<'toolComing'>): void {
    if (!this.silence.isOn && !this.responses.isDead(responseId)) this.watchdog.makesToolCall();
  }

  audioDone(event: EventOf<'audioDone'>): void {
    this.voice.finish(this.responses.of(event.responseId), event);
  }

  callerStarted({ itemId, audioStartMs }: EventOf<'speechStarted'>): void {
    this.callerTurn.started(itemId);
    this.watchdog.rest();
    this.pendingHangup.cancel();
    this.goodbye.callerStarted();
    if (!this.parts.current.now.turnTaking.callerInterrupts) return;
    if (this.greeting.isToBeHeard || this.greeting.wasSaidBefore(audioStartMs)) this.interruption.dropRunning();
    else this.interruption.by('caller');
    this.leaveWhenQuiet();
  }

  callerStopped(): void {
    this.voice.callerStopped();
    this.callerTurn.stopped();
  }

  /**
   * Asks for an answer to the caller's turn, unless the model gives one by itself. No model does so for a written turn.
   */
  callerTurnEnded(how: 'spoken' | 'written'): void {
    this.callerTurn.committed();
    this.leaveWhenQuiet();
    if (this.silence.isOn) return;
    this.watchdog.expect();
    // A model that may not be interrupted leaves unanswered what was said while it made a response.
    const isPassedOver = !this.parts.current.now.turnTaking.callerInterrupts && this.responses.isRunning;
    if (how === 'written' || !this.silence.isModelAnswering || isPassedOver) this.gate.requestFollowUp();
  }

  /** Asks for an answer to keys, after what the agent and the caller are saying. */
  callerPressedKeys(): void {
    if (this.silence.isOn) return;
    if (!this.gate.isCallersTurn) this.watchdog.expect();
    this.gate.requestFollowUp();
  }

  /** A key of the caller's calls off the agent's hang-up, as their voice does. */
  callerPressesKey(): void {
    this.pendingHangup.cancel();
    this.goodbye.callerStarted();
  }

  /** Treats written words as heard: the caller reads them at once. */
  wrote({ responseId, itemId }: EventOf<'agentWrote'>): void {
    const response = this.responses.of(responseId);
    if (response.isDead) return;
    this.watchdog.answered();
    this.itemBegins(response, itemId);
    this.voice.wasRead(response, itemId);
    this.leaveWhenQuiet();
  }

  responseStarted({ responseId, tag }: EventOf<'responseStarted'>): void {
    const fate = this.gate.started(responseId, tag);
    const response = this.responses.of(responseId);
    // A word to a caller who waits is not what they wait for.
    if (response.purpose !== 'filler') this.watchdog.responseStarted();
    this.sayQueue.responseStarted(response);
    this.goodbye.responseStarted(response);
    if (fate === 'unwanted') this.silence.responseRefused();
    if (fate !== 'wanted') {
      this.interruption.discard(response);
      return;
    }
    if (response.purpose !== 'filler') this.greeting.responseStarted(response);
    this.whispers.responseStarted(response);
  }

  responseDone({ responseId, status, detail, retryAfterMs }: EventOf<'responseDone'>): void {
    const response = this.responses.of(responseId);
    this.watchdog.speechOver();
    this.interruption.responseOver(response);
    this.greeting.responseOver(response, status);
    const asked = this.gate.finished(responseId);
    this.whispers.responseOver(response);
    this.sayQueue.responseOver(response);
    this.whispers.flush();
    this.parts.onResponseOver(response);
    if (status === 'failed') this.failed(response, asked, detail ?? '', retryAfterMs);
    else if (response.purpose !== 'filler') this.watchdog.responseWorked();
    this.leaveWhenQuiet();
  }

  /** Tells everyone who waits for it that the first words of an item go to the caller. */
  private itemBegins(response: AgentResponse, itemId: string): void {
    if (response.purpose === 'reply' && !this.gate.isCallersTurn) this.parts.audio.understood();
    this.greeting.agentSpeaks();
    this.whispers.heard(response, itemId);
    this.sayQueue.heard(response, itemId);
  }

  /** A create was refused by a rate limit, and no response began: asks again when it is over. */
  createLimited(retryAfterMs: number): void {
    if (this.gate.isAsking) this.watchdog.responseFailed('rate limit', () => this.askAgain(), retryAfterMs);
  }

  /** Asks again for a response that failed, in a while; the caller is told if that is long. A filler is let go. */
  private failed(
    response: AgentResponse,
    asked: RequestedResponse | null,
    detail: string,
    retryAfterMs?: number,
  ): void {
    if (response.purpose === 'filler') {
      this.watchdog.answered();
      return;
    }
    const isSaying = asked?.request.tag !== undefined;
    const again = response.hasSpoken || isSaying ? null : asked;
    const pauseMs = this.watchdog.responseFailed(detail, () => this.gate.repeat(again), retryAfterMs);
    const isHeard = this.voice.hasUnheard() || this.silence.isOn || this.gate.isCallersTurn || !this.gate.isIdle;
    if (pauseMs < LONG_PAUSE_MS || isHeard || this.pendingHangup.isUnderWay) return;
    this.gate.request(momentRequest(this.parts.current.now), 'filler');
  }

  private askAgain(): void {
    this.parts.emit({ type: 'model.warned', code: 'no_answer', detail: 'The model was asked again' });
    for (const response of this.gate.renew()) this.interruption.discard(response);
  }

  private leaveWhenQuiet(): void {
    this.responses.heard(this.parts.phone.acknowledgedByte);
    this.afterPlayout.check();
    if (this.pendingHangup.isUnderWay && this.voice.isQuiet()) this.pendingHangup.quiet();
  }
}

/** Note for a model that takes over in the middle of what the lost one said. */
const GO_ON =
  'The line to you broke off while you were speaking, and is back. The caller heard your last words as far as they are written ' +
  'here. Go on from there at once. Do not greet again, do not repeat what was said, and call no tool that you have called already.';

/** Shortest pause of which the caller is told; 2.5 s. */
const LONG_PAUSE_MS = 2500;

/** Request to ask the caller for patience. It sees nothing of the conversation, and so costs next to nothing of a limit. */
function momentRequest({ language, greeting }: Pick<Agent, 'language' | 'greeting'>): CreateResponse {
  const tongue = language === '' ? `the language of "${greeting}"` : `the language with the code "${language}"`;
  const instructions = `Say only, in a few friendly words: one moment please. Say it in ${tongue}.`;
  return { instructions, withoutContext: true };
}
