import { assertNever } from '../../shared/assert-never';
import type { Agent } from '../../shared/agent/agent';
import type { CallEvent, ModelFailure } from '../../shared/call/events';
import type { Clock, CommandRefusal, ConversationNote, ModelEvent, ModelLeg } from '../ports';
import type { ToolRunner } from '../ports-tools';
import { AgentInCall } from './agent-in-call';
import type { GoOn, SilenceReason } from './agent-silence';
import { AgentSpeech } from './agent-speech';
import { AgentWords } from './agent-words';
import { Asides } from './asides';
import type { PhoneActs } from './call-acts';
import { CallerAudio } from './caller-audio';
import { ConversationOrder } from './conversation-order';
import type { Leaver } from './departure';
import { factOf } from './model-facts';
import { Notes } from './notes';
import type { PhonePlayout } from './phone-playout';
import type { Sayings } from './sayings';
import { ToolsInCall } from './tools-in-call';
import type { Whispers } from './whispers';

/** What a model says in a conversation; how its leg does is another matter. */
export type ModelUtterance = Exclude<ModelEvent, { type: 'ready' | 'failed' }>;

export interface ConversationParts {
  readonly agent: Agent;
  readonly phone: PhonePlayout;
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
  private readonly audio: CallerAudio;
  private readonly speech: AgentSpeech;
  private readonly words: AgentWords;
  private readonly notes: Notes;
  private readonly order = new ConversationOrder();
  /** What operators ask the model beside the conversation. */
  readonly asides: Asides;
  /** What persons and machines answer the agent. */
  readonly tools: ToolsInCall;

  constructor(private readonly parts: ConversationParts) {
    const { model, clock, emit } = parts;
    this.agent = new AgentInCall(parts.agent, model, emit);
    this.audio = new CallerAudio(clock, (payload) => model.appendAudio(payload), emit);
    const { agent: current, audio } = this;
    this.speech = new AgentSpeech({
      ...parts,
      current,
      audio,
      onHeard: () => this.tools.heard(),
      onResponseOver: (responseId) => this.tools.responseOver(responseId),
    });
    const { voice, gate, departure } = this.speech;
    this.words = new AgentWords(voice, this.order, emit);
    this.notes = new Notes((note) => model.addNote(note));
    this.asides = new Asides(clock, (tag, instructions) => model.askAside(tag, instructions));
    const { tools: runner, phoneActs: phone } = parts;
    this.tools = new ToolsInCall({ agent: current, runner, phone, model, voice, gate, departure, clock, emit });
  }

  /** The model is ready to hear and speak. */
  begin(): void {
    this.speech.begin();
  }

  callerSent(payload: string, timestampMs: number): void {
    this.audio.onFrame(payload, timestampMs);
  }

  /** The caller's words, where they are written. */
  callerWrites(text: string): void {
    this.parts.model.writeAsCaller(text);
  }

  /** The phone said how far it has played. */
  phonePassed(): void {
    this.speech.phonePassed();
  }

  /** How loud the caller is, 0 to 1. */
  callerLevel(): number {
    return this.audio.level();
  }

  /** What operators tell the agent. */
  get whispers(): Whispers {
    return this.speech.whispers;
  }

  /** What operators have it say. */
  get sayings(): Sayings {
    return this.speech.sayings;
  }

  /** Silences what the caller has not heard yet. */
  stopWords(): CommandRefusal | undefined {
    return this.speech.stopWords();
  }

  /** Nothing of the agent is heard from now on; it goes on listening. */
  silenceAgent(reason: SilenceReason): void {
    this.speech.silence.begin(reason);
  }

  /** That reason for its silence is gone. */
  freeAgent(reason: SilenceReason, goOn: GoOn): void {
    this.speech.silence.end(reason, goOn);
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
    this.speech.leaveAfterWords(leaver);
  }

  /** A limit was reached: the agent says goodbye, and the call ends when that was heard. */
  sayGoodbye(): void {
    this.speech.farewell.say();
  }

  /** The agent as it is now. */
  get currentAgent(): Agent {
    return this.agent.now;
  }

  /** True while the call is about to end, whoever ends it. */
  get isLeaving(): boolean {
    return this.speech.departure.isUnderWay || this.speech.farewell.isUnderWay;
  }

  /** True while the caller is about to be put through to somebody. */
  get isLettingGo(): boolean {
    return this.speech.departure.isForTransfer;
  }

  /** The caller leaves: what was not heard by now never will be. */
  letGo(): void {
    this.speech.letGo();
  }

  /** The caller is back, and the agent speaks first. */
  takeBack(): void {
    this.speech.silence.end('leaving', 'speaks-first');
  }

  /** The caller is on another stream from now on. */
  streamBegan(): void {
    this.audio.streamBegan();
  }

  /** The model is another one from now on, which knows nothing of the call. */
  modelReplaced(): void {
    this.speech.modelReplaced();
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
    // Fifty times a second, and a fact of nobody's.
    if (event.type === 'audio') {
      this.speech.audio(event);
      return;
    }
    const fact = factOf(event, this.parts.agent.model);
    if (fact !== null) this.parts.emit(fact);
    switch (event.type) {
      case 'audioDone':
        this.speech.voice.finish(event);
        return;
      case 'speechStarted':
        this.audio.speechStarted();
        this.speech.callerStarted(event);
        return;
      case 'speechStopped':
        this.audio.speechStopped();
        this.speech.callerStopped();
        return;
      case 'callerTurn':
        this.speech.callerTurnEnded();
        return;
      case 'answering':
        this.speech.silence.isModelAnswering = event.on;
        return;
      case 'responseStarted':
        this.speech.responseStarted(event);
        return;
      case 'responseDone':
        this.speech.responseDone(event);
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
        if (!this.speech.voice.isDead(event.responseId)) this.tools.agentSaid(event.itemId, event.text);
        return;
      case 'agentWriting':
        this.words.hear({ ...event, type: 'agentTranscriptDelta' });
        this.speech.answered();
        return;
      case 'agentWrote':
        this.words.hear({ ...event, type: 'agentTranscript' });
        if (!this.speech.voice.isDead(event.responseId)) this.tools.agentSaid(event.itemId, event.text);
        this.speech.wrote(event);
        return;
      case 'callerWrote':
        this.words.hear({ ...event, type: 'itemAdded', role: 'caller' });
        this.parts.emit({ type: 'caller.finishedTurn', itemId: event.itemId, after: event.after });
        this.parts.emit({ type: 'caller.transcribed', itemId: event.itemId, text: event.text });
        this.speech.callerWrote();
        return;
      case 'noteRefused':
        if (!this.notes.refused(event.itemId)) this.whispers.refused(event.itemId, event.detail);
        this.tools.noteRefused(event.itemId, event.detail);
        return;
      case 'asideAnswered':
        this.asides.answered(event.tag, event.text);
        return;
      case 'toolCalled':
        this.speech.answered();
        this.tools.called(event, this.order.after(event.itemId));
        return;
      case 'toolEnded':
        this.tools.ended(event.toolCallId, event.outcome);
        return;
      case 'changed':
        this.agent.confirmed(event.changeId);
        return;
      case 'changeRefused':
        this.agent.refused(event.changeId, event.detail);
        return;
      case 'createRefused':
        this.speech.createRefused();
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
}
