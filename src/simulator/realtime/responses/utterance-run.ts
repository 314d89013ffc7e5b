import { MULAW_BYTES_PER_MS } from '../../../shared/audio/mulaw';
import { fromMulaw, type AudioFormat } from '../hearing/audio-format';
import type { Utterance } from '../dialogue/dialogue';
import type { ResponseOutput } from './response-output';
import type { SessionContext } from './session-context';
import type { AssistantItem, CallItem } from '../protocol/wire';

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

/** Sends an audio message: deltas faster than real time, the transcript ahead of them, a few more after a cancel. */
export function* speak(run: Speaking, text: string, mulaw: Buffer): UtteranceRun {
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
export function* write(run: Speaking, text: string): UtteranceRun {
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
export function* call(run: Speaking, utterance: Extract<Utterance, { call: string }>): UtteranceRun {
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
