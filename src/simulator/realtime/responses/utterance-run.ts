import { MULAW_BYTES_PER_MS } from '../../../shared/audio/mulaw';
import type { Utterance } from '../dialogue/dialogue';
import { fromMulaw, type AudioFormat } from '../hearing/audio-format';
import type { McpResult, McpTarget } from '../mcp/mcp-servers';
import type { Entry } from '../protocol/conversation';
import type { AssistantItem, CallItem, McpApprovalRequestItem, McpCallItem } from '../protocol/wire';
import type { SessionContext } from './session-context';

/** The items of one response, sent to the client and, unless it is out of band, added to the conversation. */
export class ResponseOutput {
  readonly responseId: string;
  readonly #session: SessionContext;
  readonly #inConversation: boolean;
  readonly #previous = new Map<string, string | null>();
  #entries: Entry[] = [];

  constructor(session: SessionContext, responseId: string, inConversation: boolean) {
    this.#session = session;
    this.responseId = responseId;
    this.#inConversation = inConversation;
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** Begins an item and returns its output index. */
  open(entry: Entry): number {
    const { emit, conversation } = this.#session;
    const { item } = entry;
    const index = this.#entries.push(entry) - 1;
    emit('response.output_item.added', { response_id: this.responseId, output_index: index, item });
    if (this.#inConversation) {
      const previous = conversation.append(entry);
      this.#previous.set(item.id, previous);
      emit('conversation.item.added', { previous_item_id: previous, item });
    }
    return index;
  }

  /** Stores the item's current state. */
  update(entry: Entry): void {
    this.#entries = this.#entries.map((other) => (other.item.id === entry.item.id ? entry : other));
    if (this.#inConversation) this.#session.conversation.update(entry);
  }

  /** Ends an item. An incomplete one gets `response.output_item.done`, but no `conversation.item.done`. */
  close(entry: Entry, index: number): void {
    const { emit, faults } = this.#session;
    const { item } = entry;
    this.update(entry);
    const placeIt = (): void => {
      if (!this.#inConversation || ('status' in item && item.status === 'incomplete')) return;
      emit('conversation.item.done', { previous_item_id: this.#previous.get(item.id) ?? null, item });
    };
    if (!faults.outputItemDoneFirst) placeIt();
    emit('response.output_item.done', { response_id: this.responseId, output_index: index, item });
    if (faults.outputItemDoneFirst) placeIt();
  }
}

/** The response's side of an utterance: output, format and remaining audio. */
export interface Speaking {
  readonly session: SessionContext;
  readonly output: ResponseOutput;
  readonly format: AudioFormat;
  /** Ms of audio the response may still produce. */
  readonly audioMsLeft: number;
  readonly cancelled: boolean;
  /** The size of the next audio delta, in µ-law bytes. */
  nextDeltaBytes(): number;
}

/** Yields the delay in ms before its next step; returns the audio sent in ms and whether it was completed. */
export type UtteranceRun = Generator<number, { readonly audioMs: number; readonly whole: boolean }, void>;

const OBFUSCATION = 'z9A9dJucSf1J';
const WORDS_AHEAD = 2;

const wordsOf = (text: string): readonly string[] => text.match(/\S+\s*/g) ?? [];

function newMessage(session: SessionContext): AssistantItem {
  return { id: session.ids.next('item'), type: 'message', status: 'in_progress', role: 'assistant', content: [] };
}

/** Sends one utterance: a call of a function or of an MCP server's tool, a text, or speech. */
export function utter(run: Speaking, utterance: Utterance, modality: 'text' | 'audio'): UtteranceRun {
  const { session } = run;
  if ('call' in utterance) {
    const target = session.mcp.target(utterance.call);
    return target === undefined ? call(run, utterance) : callServer(run, target, utterance.arguments);
  }
  if (modality === 'text') return write(run, utterance.say);
  return speak(run, utterance.say, utterance.audio ?? session.voice(utterance.say));
}

/** Sends an audio message: deltas faster than real time, the transcript ahead of them, a few more after a cancel. */
function* speak(run: Speaking, text: string, mulaw: Buffer): UtteranceRun {
  const { session, output } = run;
  const { emit, pace } = session;
  const item = newMessage(session);
  const index = output.open({ item, text: '', audioMs: 0 });
  const at = { response_id: output.responseId, item_id: item.id, output_index: index, content_index: 0 };
  emit('response.content_part.added', { ...at, part: { type: 'audio', transcript: '' } });

  const audio = fromMulaw(mulaw, run.format);
  const scale = audio.length / Math.max(1, mulaw.length);
  const allowed = Math.min(mulaw.length, run.audioMsLeft * MULAW_BYTES_PER_MS);
  const words = wordsOf(text);
  let sent = 0;
  let saidWords = 0;
  let transcript = '';
  for (let late = 0; sent < allowed;) {
    if (run.cancelled && (late += 1) > pace.lateDeltas) break;
    const end = Math.min(allowed, sent + run.nextDeltaBytes());
    const wordsByThen = Math.min(words.length, Math.ceil((end / mulaw.length) * words.length) + WORDS_AHEAD);
    for (; saidWords < wordsByThen; saidWords += 1) {
      const delta = words[saidWords] ?? '';
      transcript += delta;
      emit('response.output_audio_transcript.delta', { ...at, delta, obfuscation: OBFUSCATION });
    }
    emit('response.output_audio.delta', { ...at, delta: audio.toString('base64', sent * scale, end * scale) });
    const ms = (end - sent) / MULAW_BYTES_PER_MS;
    sent = end;
    const soFar = audio.subarray(0, sent * scale);
    output.update({ item, text: transcript, audioMs: sent / MULAW_BYTES_PER_MS, audio: soFar });
    session.onAudioSent(ms);
    yield run.cancelled ? pace.lateDeltaMs : ms / pace.timesRealTime;
  }

  const whole = sent === mulaw.length && !run.cancelled;
  emit('response.output_audio.done', at);
  emit('response.output_audio_transcript.done', { ...at, transcript });
  emit('response.content_part.done', { ...at, part: { type: 'audio', transcript } });
  const done: AssistantItem = {
    ...item,
    status: whole ? 'completed' : 'incomplete',
    content: [{ type: 'output_audio', transcript }],
  };
  const audioMs = sent / MULAW_BYTES_PER_MS;
  output.close({ item: done, text: transcript, audioMs, audio: audio.subarray(0, sent * scale) }, index);
  return { audioMs, whole };
}

/** Sends a text message word by word. */
function* write(run: Speaking, text: string): UtteranceRun {
  const { session, output } = run;
  const item = newMessage(session);
  const index = output.open({ item, text: '', audioMs: 0 });
  const at = { response_id: output.responseId, item_id: item.id, output_index: index, content_index: 0 };
  session.emit('response.content_part.added', { ...at, part: { type: 'text', text: '' } });
  let written = '';
  for (const delta of wordsOf(text)) {
    if (run.cancelled) break;
    written += delta;
    session.emit('response.output_text.delta', { ...at, delta });
    yield session.pace.thinkingMs / 20;
  }
  const whole = !run.cancelled;
  session.emit('response.output_text.done', { ...at, text: written });
  session.emit('response.content_part.done', { ...at, part: { type: 'text', text: written } });
  const content: AssistantItem['content'] = [{ type: 'output_text', text: written }];
  const done: AssistantItem = { ...item, status: whole ? 'completed' : 'incomplete', content };
  output.close({ item: done, text: written, audioMs: 0 }, index);
  return { audioMs: 0, whole };
}

/** Sends a function call with its arguments in pieces. */
function* call(run: Speaking, utterance: Extract<Utterance, { call: string }>): UtteranceRun {
  const { session, output } = run;
  const name = utterance.call;
  const item: CallItem = {
    id: session.ids.next('item'),
    type: 'function_call',
    status: 'in_progress',
    name,
    call_id: session.ids.nextCall(),
    arguments: '',
  };
  const index = output.open({ item, text: '', audioMs: 0 });
  const at = { response_id: output.responseId, item_id: item.id, output_index: index, call_id: item.call_id };
  let written = '';
  for (const delta of JSON.stringify(utterance.arguments).match(/.{1,12}/gs) ?? []) {
    if (run.cancelled) break;
    written += delta;
    session.emit('response.function_call_arguments.delta', { ...at, delta });
    yield session.pace.thinkingMs / 20;
  }
  const whole = !run.cancelled;
  session.emit('response.function_call_arguments.done', { ...at, name, arguments: written });
  const done: CallItem = { ...item, status: whole ? 'completed' : 'incomplete', arguments: written };
  output.close({ item: done, text: `${name}(${written})`, audioMs: 0 }, index);
  return { audioMs: 0, whole };
}

const LOOK_EVERY_MS = 20;
const NOTHING_SAID = { audioMs: 0, whole: true } as const;

/** Calls an MCP server's tool at once, or requests approval if the client has to approve it. */
function* callServer(run: Speaking, target: McpTarget, args: object): UtteranceRun {
  const { session, output } = run;
  const { server, name } = target;
  const argumentsJson = JSON.stringify(args);
  const named = { server_label: server.server_label, name };
  if (session.mcp.needsApproval(target)) {
    const item: McpApprovalRequestItem = {
      id: session.ids.next('mcpr'),
      type: 'mcp_approval_request',
      ...named,
      arguments: argumentsJson,
    };
    session.mcp.asked({ ...target, id: item.id, argumentsJson });
    const entry = { item, text: '', audioMs: 0 };
    output.close(entry, output.open(entry));
    return NOTHING_SAID;
  }
  const item: McpCallItem = {
    id: session.ids.next('mcp'),
    type: 'mcp_call',
    ...named,
    arguments: '',
    approval_request_id: null,
    output: null,
    error: null,
  };
  const index = output.open({ item, text: '', audioMs: 0 });
  const at = { item_id: item.id, output_index: index };
  const ofResponse = { ...at, response_id: output.responseId };
  session.emit('response.mcp_call_arguments.delta', { ...ofResponse, delta: argumentsJson, obfuscation: OBFUSCATION });
  session.emit('response.mcp_call_arguments.done', { ...ofResponse, arguments: argumentsJson });
  session.emit('response.mcp_call.in_progress', at);
  let result: McpResult | undefined;
  void session.mcp.call(target, argumentsJson).then((came) => (result = came));
  while (result === undefined) {
    if (run.cancelled) return { audioMs: 0, whole: false };
    yield LOOK_EVERY_MS;
  }
  session.emit(result.error === null ? 'response.mcp_call.completed' : 'response.mcp_call.failed', at);
  output.close(
    { item: { ...item, arguments: argumentsJson, ...result }, text: result.output ?? '', audioMs: 0 },
    index,
  );
  return NOTHING_SAID;
}
