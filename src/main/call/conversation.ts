import type { Agent } from '../../shared/agent/agent';
import { transcriptionCostUsd } from '../../shared/agent/prices';
import type { CallEvent } from '../../shared/call/events';
import type { ModelFailure } from '../../shared/call/events/call';
import { assertNever } from '../../shared/std/assert-never';
import type { Clock, ModelEvent, ModelLeg } from '../ports/ports';
import type { ToolRunner } from '../ports/ports-tools';
import { AgentInCall } from './agent/agent-in-call';
import { AgentSpeech } from './agent/agent-speech';
import { finishedResponse } from './agent/finished-response';
import type { HangupReason } from './agent/last-words';
import { Notes } from './agent/notes';
import { OutOfBandResponses } from './agent/out-of-band-responses';
import { CallerAudio } from './caller/caller-audio';
import { CallerKeys } from './caller/caller-keys';
import type { PhonePlayout } from './phone/phone-playout';
import { ToolsInCall, type PhoneActs } from './tools/tools-in-call';

/** Model event within a conversation. `ready` and `failed` are about the model's leg, and handled elsewhere. */
export type ModelUtterance = Exclude<ModelEvent, { type: 'ready' | 'failed' }>;

export interface ConversationParts {
  readonly agent: Agent;
  readonly phone: PhonePlayout;
  readonly model: ModelLeg;
  readonly tools: ToolRunner;
  readonly phoneActs: PhoneActs;
  readonly clock: Clock;
  readonly emit: (event: CallEvent) => void;
  /** Takes what is thrown outside of any event of the call. */
  readonly onFault: (error: unknown) => void;
  /** Runs when the last words were heard: the agent's goodbye, or those the operator waited for. */
  readonly onHangup: (reason: HangupReason) => void;
  readonly onFailed: (failure: ModelFailure, detail: string) => void;
}

/**
 * Conversation of one call: turns the model's events into sound for the phone, commands for the model and events for
 * the record.
 */
export class Conversation {
  /** Agent as it is now; an operator may apply another version of it. */
  readonly agent: AgentInCall;
  /** Caller audio on its way to the model. */
  readonly audio: CallerAudio;
  /** Keys that the caller presses, on their way to the model. */
  readonly keys: CallerKeys;
  /** Speech of the agent: when it begins, and what stops it. */
  readonly speech: AgentSpeech;
  /** Items that stand for a silence of the caller's. What a transcription makes of them was said by nobody. */
  private readonly silences = new Silences();
  private lastCallerItem = '';
  /** Notes in the conversation that only the agent sees. */
  readonly notes: Notes;
  /** Order of the items in the conversation. */
  readonly order = new ConversationOrder();
  /** Operators' requests to the model, answered beside the conversation. */
  readonly outOfBand: OutOfBandResponses;
  /** Tools of the agent, with the answers of persons and machines. */
  readonly tools: ToolsInCall;

  constructor(private readonly parts: ConversationParts) {
    const { model, clock, emit } = parts;
    this.agent = new AgentInCall(parts.agent, model, emit);
    this.audio = new CallerAudio(clock, (payload) => model.appendAudio(payload), emit);
    this.keys = new CallerKeys(clock, (keys) => this.pressed(keys));
    const { agent: current, audio, keys } = this;
    this.speech = new AgentSpeech({
      ...parts,
      current,
      audio,
      keys,
      onResponseOver: (response) => this.tools.responseOver(response),
    });
    this.notes = new Notes((note) => model.addNote(note));
    this.outOfBand = new OutOfBandResponses(clock, (tag, instructions) => model.askAside(tag, instructions));
    const { tools: runner, phoneActs: phone } = parts;
    const { voice, gate, pendingHangup, afterPlayout } = this.speech;
    const isCallersTurn = (): boolean => this.speech.isCallersTurn;
    const agentParts = { agent: current, keys, voice, gate, isCallersTurn, pendingHangup, afterPlayout };
    this.tools = new ToolsInCall({ ...agentParts, runner, phone, model, clock, emit, onFault: parts.onFault });
  }

  /** Releases every buffer and running tool when the call is over. */
  dispose(): void {
    this.tools.calls.dispose();
    this.speech.afterPlayout.dispose();
    this.outOfBand.dispose();
    this.audio.dispose();
    this.keys.dispose();
  }

  /** The model is gone: keeps what the next one has to hear, and what it is to do. */
  modelLost(): void {
    this.speech.modelLost();
    this.tools.calls.modelLost();
    this.agent.modelLost();
    this.outOfBand.dispose();
    this.audio.holdAgain();
  }

  /** Another model took over, seeded with the conversation so far. */
  modelReplaced(): void {
    this.audio.modelReplaced();
    this.speech.modelReplaced();
  }

  /** Takes a key of the caller's phone. */
  callerPresses(key: string): void {
    this.keys.press(key);
    this.speech.callerPressesKey();
  }

  hear(event: ModelUtterance): void {
    // First, because it comes 50 times a second; audio is never recorded as an event.
    if (event.type === 'audio') {
      this.speech.audio(event);
      return;
    }
    const { agent, emit } = this.parts;
    switch (event.type) {
      case 'audioDone':
        this.speech.audioDone(event);
        return;
      case 'speechStarted':
        emit({ type: 'caller.startedSpeaking', itemId: event.itemId });
        this.audio.speechStarted();
        this.speech.callerStarted(event);
        return;
      case 'speechStopped':
        emit({ type: 'caller.stoppedSpeaking', itemId: event.itemId });
        this.audio.speechStopped();
        this.speech.callerStopped();
        return;
      case 'callerIdle':
        this.silences.add(event.itemId);
        emit({ type: 'caller.wasIdle', silentMs: event.silentMs });
        return;
      case 'callerTurn':
        this.lastCallerItem = event.itemId;
        this.audio.turnEnded();
        if (!this.silences.has(event.itemId))
          emit({ type: 'caller.finishedTurn', itemId: event.itemId, after: event.after });
        this.speech.callerTurnEnded('spoken');
        return;
      case 'callerTranscriptDelta':
        if (this.silences.has(event.itemId)) return;
        emit({ type: 'caller.transcriptGrew', itemId: event.itemId, delta: event.delta });
        return;
      case 'callerTranscript':
        if (this.silences.has(event.itemId)) return;
        emit(callerTranscribed(event, agent.transcriptionModel));
        this.understood(event.itemId);
        return;
      case 'callerTranscriptFailed':
        if (this.silences.has(event.itemId)) return;
        emit({ type: 'caller.transcriptFailed', itemId: event.itemId, detail: event.detail });
        this.understood(event.itemId);
        return;
      case 'answering':
        this.speech.silence.isModelAnswering = event.on;
        return;
      case 'responseStarted':
        emit({ type: 'agent.startedResponse', responseId: event.responseId });
        this.speech.responseStarted(event);
        return;
      case 'responseDone':
        emit(finishedResponse(event, agent.model));
        this.speech.responseDone(event);
        return;
      case 'itemAdded':
        this.place(this.order.added(event.itemId, event.after));
        if (event.role !== 'note') return;
        this.notes.settled(event.itemId);
        this.speech.whispers.added(event.itemId);
        return;
      case 'agentTurn':
        this.speech.opened(event);
        this.place(this.order.belongs(event.itemId, event.responseId));
        return;
      case 'agentTranscriptDelta':
        this.grew(event);
        return;
      case 'agentTranscript':
        this.transcribed(event);
        return;
      case 'agentWriting':
        this.grew(event);
        this.speech.watchdog.answered();
        return;
      case 'agentWrote':
        this.transcribed(event);
        this.speech.wrote(event);
        return;
      case 'callerWrote':
        this.place(this.order.added(event.itemId, event.after));
        emit({ type: 'caller.finishedTurn', itemId: event.itemId, after: event.after });
        emit({ type: 'caller.transcribed', itemId: event.itemId, text: event.text });
        this.speech.callerTurnEnded('written');
        return;
      case 'noteRefused':
        if (!this.notes.refused(event.itemId)) this.speech.whispers.refused(event.itemId, event.detail);
        this.tools.lateAnswers.refused(event.itemId, event.detail);
        return;
      case 'asideAnswered':
        if (event.usage !== undefined)
          emit(finishedResponse({ responseId: event.tag, status: 'completed', usage: event.usage }, agent.model));
        this.outOfBand.answered(event.tag, event.text);
        return;
      case 'toolCalled':
        this.speech.watchdog.answered();
        this.tools.calls.called(event, this.speech.responses.of(event.responseId), this.order.after(event.itemId));
        return;
      case 'toolComing':
        this.speech.makesToolCall(event);
        return;
      case 'toolEnded':
        this.tools.calls.ended(event.toolCallId, event.outcome);
        return;
      case 'changed':
        this.agent.confirmed(event.changeId);
        return;
      case 'changeRefused':
        this.agent.refused(event.changeId, event.detail);
        return;
      case 'createRefused':
        this.speech.createRefused();
        this.tools.lateAnswers.flush();
        return;
      case 'complaint':
        emit({ type: 'model.warned', code: event.code, detail: event.detail });
        if (event.retryAfterMs !== undefined) this.speech.createLimited(event.retryAfterMs);
        return;
      case 'fault':
        emit({ type: 'leg.degraded', leg: 'model', fault: event.fault, detail: event.detail });
        return;
      default:
        assertNever(event);
    }
  }

  /** The words of a turn are known: nothing of the caller's need be heard again, unless they have spoken since. */
  private understood(itemId: string): void {
    if (itemId === this.lastCallerItem && !this.speech.gate.isCallersTurn) this.audio.understood();
  }

  /** Gives the model a turn of keys. The transcript has a note of each key already. */
  private pressed(keys: string): void {
    this.parts.model.writeAsCaller(`The caller pressed these keys on the phone: ${keys}`);
    this.speech.callerPressedKeys();
  }

  /** Opens an agent turn at its place in the transcript, unless its response is dead: nobody hears that. */
  private place(turn: PlacedTurn | undefined): void {
    if (turn !== undefined && !this.isDead(turn)) this.parts.emit({ type: 'agent.openedTurn', ...turn });
  }

  private grew({
    responseId,
    itemId,
    delta,
  }: Extract<ModelEvent, { readonly delta: string; readonly responseId: string }>): void {
    if (!this.isDead({ responseId })) this.parts.emit({ type: 'agent.transcriptGrew', itemId, delta });
  }

  private transcribed({
    responseId,
    itemId,
    text,
  }: Extract<ModelEvent, { readonly responseId: string; readonly text: string }>): void {
    if (this.isDead({ responseId })) return;
    this.parts.emit({ type: 'agent.transcribed', itemId, text });
    this.tools.calls.agentSaid(itemId, text);
  }

  private isDead({ responseId }: { readonly responseId: string }): boolean {
    return this.speech.responses.isDead(responseId);
  }
}

/** Most silences that are remembered: the transcription of an older one came long ago. */
const MAX_SILENCES = 16;

/** Ids of the items that stand for a silence, the newest of them. */
class Silences {
  private ids: readonly string[] = [];

  has(itemId: string): boolean {
    return this.ids.includes(itemId);
  }

  add(itemId: string): void {
    this.ids = [...this.ids, itemId].slice(-MAX_SILENCES);
  }
}

const MAX_REMEMBERED_ITEMS = 256;

/** An agent turn whose place in the conversation is known. */
interface PlacedTurn {
  readonly responseId: string;
  readonly itemId: string;
  readonly after: string | null;
}

/**
 * Order of the items in the conversation. The model tells an agent item's response and its place in two events, in
 * either order; a turn is placed when both are known.
 */
export class ConversationOrder {
  private readonly afterOf = new Map<string, string | null>();
  private readonly responseOf = new Map<string, string>();
  private lastItem: string | null = null;

  /** Item at the end of the conversation; null: there is none yet. */
  get last(): string | null {
    return this.lastItem;
  }

  /** Notes which response an agent message belongs to. Returns the turn once its place is known, too. */
  belongs(itemId: string, responseId: string): PlacedTurn | undefined {
    remember(this.responseOf, itemId, responseId);
    const after = this.afterOf.get(itemId);
    return after === undefined ? undefined : { responseId, itemId, after };
  }

  /**
   * Notes an item's place behind another; null: at the front. Returns the agent turn once its response is known, too.
   */
  added(itemId: string, after: string | null): PlacedTurn | undefined {
    const isInTheMiddle = after !== null && after !== this.lastItem && this.afterOf.has(after);
    remember(this.afterOf, itemId, after);
    if (!isInTheMiddle) this.lastItem = itemId;
    const responseId = this.responseOf.get(itemId);
    return responseId === undefined ? undefined : { responseId, itemId, after };
  }

  after(itemId: string): string | null {
    return this.afterOf.get(itemId) ?? null;
  }
}

function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.set(key, value);
  if (map.size <= MAX_REMEMBERED_ITEMS) return;
  const oldest = map.keys().next();
  if (!oldest.done) map.delete(oldest.value);
}

/** Event of the caller's words, with what their transcription cost by the prices of `model`. */
function callerTranscribed(
  { itemId, text, seconds, languages }: Extract<ModelUtterance, { type: 'callerTranscript' }>,
  model: string,
): CallEvent {
  const costUsd = seconds === undefined ? undefined : transcriptionCostUsd(model, seconds);
  return {
    type: 'caller.transcribed',
    itemId,
    text,
    ...(languages === undefined ? {} : { languages }),
    ...(costUsd === undefined ? {} : { costUsd }),
  };
}
