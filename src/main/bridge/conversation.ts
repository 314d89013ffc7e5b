import { assertNever } from '../../shared/assert-never';
import type { Agent } from '../../shared/agent/agent';
import type { CallEvent, ModelFailure } from '../../shared/call/events';
import type { CallerLeg, Clock, CommandRefusal, ConversationNote, ModelEvent, ModelLeg, ToolRunner } from '../ports';
import { AgentInCall } from './agent-in-call';
import { AgentSilence, type GoOn, type SilenceReason } from './agent-silence';
import { AgentVoice } from './agent-voice';
import { AgentWords } from './agent-words';
import { Asides } from './asides';
import type { PhoneActs } from './call-acts';
import { CallerAudio } from './caller-audio';
import { CallerTurn } from './caller-turn';
import { ConversationOrder } from './conversation-order';
import { Departure, type Leaver } from './departure';
import { Farewell } from './farewell';
import { Interruption } from './interruption';
import { factOf } from './model-facts';
import { Notes } from './notes';
import { Opening } from './opening';
import { ReplyWatchdog } from './reply-watchdog';
import { ResponseGate } from './response-gate';
import { Sayings } from './sayings';
import { ToolsInCall } from './tools-in-call';
import { Whispers } from './whispers';

type ResponseDone = Extract<ModelEvent, { type: 'responseDone' }>;
type SpeechStarted = Extract<ModelEvent, { type: 'speechStarted' }>;
type ResponseStarted = Extract<ModelEvent, { type: 'responseStarted' }>;

/** What a model says in a conversation; how its leg does is another matter. */
export type ModelUtterance = Exclude<ModelEvent, { type: 'ready' | 'failed' }>;

export interface ConversationParts {
  readonly agent: Agent;
  readonly leg: CallerLeg;
  readonly model: ModelLeg;
  readonly tools: ToolRunner;
  readonly phoneActs: PhoneActs;
  readonly clock: Clock;
  readonly emit: (event: CallEvent) => void;
  /** The last words were heard: the agent's goodbye, or those the operator waited for. */
  readonly onLeave: (leaver: Leaver) => void;
  readonly onFailed: (failure: ModelFailure, detail: string) => void;
}

/** Who says what to whom on one call: turns the model's events into what the phone, the model and the record get. */
export class Conversation {
  private readonly agent: AgentInCall;
  private readonly voice: AgentVoice;
  private readonly audio: CallerAudio;
  private readonly gate: ResponseGate;
  private readonly watchdog: ReplyWatchdog;
  private readonly interruption: Interruption;
  private readonly opening: Opening;
  private readonly departure: Departure;
  private readonly farewell: Farewell;
  private readonly callerTurn: CallerTurn;
  private readonly silence: AgentSilence;
  private readonly words: AgentWords;
  private readonly order = new ConversationOrder();
  /** What operators tell the agent, or ask it. */
  readonly whispers: Whispers;
  readonly sayings: Sayings;
  readonly asides: Asides;
  private readonly notes: Notes;
  /** What persons and machines answer the agent. */
  readonly tools: ToolsInCall;

  constructor(private readonly parts: ConversationParts) {
    const { agent, leg, model, clock, emit, onLeave, onFailed } = parts;
    this.agent = new AgentInCall(agent, model, emit);
    this.voice = new AgentVoice(leg, clock, (event) => {
      emit(event);
      this.opening.told(event);
    });
    this.words = new AgentWords(this.voice, this.order, emit);
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
    this.opening = new Opening(agent, this.audio, this.gate, clock);
    this.interruption = new Interruption(this.voice, this.gate, model, emit);
    this.departure = new Departure(clock, onLeave);
    this.farewell = new Farewell(clock, this.gate, this.departure, () => onLeave('limit'));
    const { voice, gate, watchdog, interruption, opening, departure, farewell } = this;
    this.silence = new AgentSilence({ voice, gate, watchdog, interruption, opening, departure, farewell, model });
    this.whispers = new Whispers(clock, {
      emit,
      addNote: (note) => model.addNote(note),
      isBusy: () => !gate.isIdle,
    });
    this.sayings = new Sayings(gate, emit);
    this.notes = new Notes((note) => model.addNote(note));
    this.asides = new Asides(clock, (tag, instructions) => model.askAside(tag, instructions));
    this.tools = new ToolsInCall({
      agent: this.agent,
      runner: parts.tools,
      phone: parts.phoneActs,
      model,
      voice,
      gate,
      departure,
      clock,
      emit,
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

  /** How loud the caller is, 0 to 1. */
  callerLevel(): number {
    return this.audio.level();
  }

  /** Silences what the caller has not heard yet. */
  stopWords(): CommandRefusal | undefined {
    if (!this.voice.hasUnheard() && this.gate.runningResponses.size === 0 && !this.gate.isAsking)
      return 'nothing-to-stop';
    this.sayings.drop();
    this.gate.forgo();
    this.watchdog.rest();
    this.interruption.by('operator');
    this.leaveWhenQuiet();
    return undefined;
  }

  /** Nothing of the agent is heard from now on; it goes on listening. */
  silenceAgent(reason: SilenceReason): void {
    this.silence.begin(reason);
  }

  /** That reason for its silence is gone. */
  freeAgent(reason: SilenceReason, goOn: GoOn): void {
    this.silence.end(reason, goOn);
  }

  /** A text for the agent alone. */
  addNote(note: ConversationNote): void {
    this.notes.add(note);
  }

  /** The item at the end of the conversation. */
  get lastItem(): string | null {
    return this.order.last;
  }

  /** The agent leaves the caller when what is being said was heard; nothing more is begun. */
  leaveAfterWords(leaver: Leaver): void {
    this.silence.begin('leaving');
    this.departure.begin(leaver);
    this.leaveWhenQuiet();
  }

  /** A limit was reached: the agent says goodbye, and the call ends when that was heard. */
  sayGoodbye(): void {
    this.farewell.say();
  }

  /** The agent as it is now. */
  get currentAgent(): Agent {
    return this.agent.now;
  }

  /** True while the call is about to end, whoever ends it. */
  get isLeaving(): boolean {
    return this.departure.isUnderWay || this.farewell.isUnderWay;
  }

  /** True while the caller is about to be put through to somebody. */
  get isLettingGo(): boolean {
    return this.departure.isForTransfer;
  }

  /** The caller leaves: what was not heard by now never will be. */
  letGo(): void {
    this.departure.over();
    this.interruption.by('operator');
  }

  /** The caller is back, and the agent speaks first. */
  takeBack(): void {
    this.silence.end('leaving', 'speaks-first');
  }

  /** The caller is on another stream from now on. */
  streamBegan(): void {
    this.audio.streamBegan();
  }

  /** The model is another one from now on, which knows nothing of the call. */
  modelReplaced(): void {
    this.gate.modelReplaced();
    this.sayings.modelReplaced();
  }

  /** Gives the call what may change of another version of its agent. */
  applyAgent(next: Agent): CommandRefusal | undefined {
    return this.agent.apply(next);
  }

  /** The call is over: no buffer and no running tool is left. */
  dispose(): void {
    this.tools.dispose();
    this.asides.dispose();
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
        this.callerTurnEnded();
        return;
      case 'answering':
        this.silence.isModelAnswering = event.on;
        return;
      case 'responseStarted':
        this.responseStarted(event);
        return;
      case 'responseDone':
        this.responseDone(event);
        return;
      case 'itemAdded':
        this.words.hear(event);
        if (event.role !== 'note') return;
        this.notes.settled(event.itemId);
        this.whispers.added(event.itemId);
        return;
      case 'agentTurn':
      case 'agentTranscriptDelta':
        this.words.hear(event);
        return;
      case 'agentTranscript':
        this.words.hear(event);
        if (!this.voice.isDead(event.responseId)) this.tools.agentSaid(event.itemId, event.text);
        return;
      case 'noteRefused':
        if (!this.notes.refused(event.itemId)) this.whispers.refused(event.itemId, event.detail);
        this.tools.noteRefused(event.itemId, event.detail);
        return;
      case 'asideAnswered':
        this.asides.answered(event.tag, event.text);
        return;
      case 'toolCalled':
        this.watchdog.answered();
        this.tools.called(event, this.order.after(event.itemId));
        return;
      case 'changed':
        this.agent.confirmed(event.changeId);
        return;
      case 'changeRefused':
        this.agent.refused(event.changeId, event.detail);
        return;
      case 'createRefused':
        this.gate.refused();
        this.whispers.flush();
        this.tools.createRefused();
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
    if (this.silence.isTotal && !this.voice.isDead(event.responseId)) this.interruption.discard(event.responseId);
    const fate = this.voice.play(event);
    if (fate === 'late') {
      this.interruption.cameLate(event);
      return;
    }
    this.watchdog.answered();
    if (fate === 'too-long') this.interruption.cutShort(event);
    if (fate !== 'played') return;
    this.opening.agentSpeaks(event.responseId, event.itemId);
    this.whispers.heard(event.responseId, event.itemId);
    this.sayings.heard(event.responseId, event.itemId);
  }

  private speechStarted({ itemId, audioStartMs }: SpeechStarted): void {
    this.audio.speechStarted();
    this.callerTurn.started(itemId);
    this.watchdog.rest();
    this.departure.cancel();
    if (!this.agent.now.turnTaking.callerInterrupts) return;
    if (this.opening.isToBeHeard || this.opening.wasSaidBefore(audioStartMs)) this.interruption.dropRunning();
    else this.interruption.by('caller');
    this.leaveWhenQuiet();
  }

  private callerTurnEnded(): void {
    this.callerTurn.committed();
    if (this.silence.isOn) return;
    this.watchdog.expect();
    // A model that may not be interrupted leaves unanswered what was said while it made a response.
    const isPassedOver = !this.agent.now.turnTaking.callerInterrupts && this.gate.runningResponses.size > 0;
    if (!this.silence.isModelAnswering || isPassedOver) this.gate.requestFollowUp();
  }

  private responseStarted({ responseId, tag }: ResponseStarted): void {
    this.watchdog.responseStarted();
    const fate = this.gate.started(responseId);
    this.sayings.responseStarted(responseId, tag);
    this.farewell.responseStarted(tag);
    if (fate === 'unwanted') this.silence.responseRefused();
    if (fate !== 'wanted') {
      this.interruption.discard(responseId);
      return;
    }
    this.opening.responseStarted(responseId);
    this.whispers.responseStarted(responseId);
  }

  private responseDone({ responseId, status, detail }: ResponseDone): void {
    const hasSpoken = this.voice.hasSpoken(responseId);
    this.interruption.responseOver(responseId);
    this.opening.responseOver(responseId, status);
    const asked = this.gate.finished(responseId);
    this.whispers.responseOver(responseId);
    this.sayings.responseOver(responseId);
    this.whispers.flush();
    this.tools.responseOver(responseId);
    if (status === 'failed') {
      const isSaying = asked?.request.tag !== undefined;
      const again = hasSpoken || isSaying ? null : asked;
      this.watchdog.responseFailed(detail ?? '', () => this.gate.repeat(again));
    } else {
      this.watchdog.responseWorked();
    }
    this.leaveWhenQuiet();
  }

  private askAgain(): void {
    this.parts.emit({ type: 'model.complained', code: 'no_answer', detail: 'The model was asked again' });
    for (const responseId of this.gate.renew()) this.interruption.discard(responseId);
  }

  private leaveWhenQuiet(): void {
    this.tools.heard();
    if (this.departure.isUnderWay && this.gate.runningResponses.size === 0 && this.voice.isHeardToTheEnd())
      this.departure.quiet();
  }
}
