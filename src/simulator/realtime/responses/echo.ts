import type { SessionContext } from './session-context';
import type { AssistantItem } from '../protocol/wire';

const UNSAFE_IN_JSON = /["\\]/;

/** One endless response that echoes every appended frame byte for byte, without a detector or a dialogue. */
export class Echo {
  readonly #session: SessionContext;
  #item: AssistantItem | undefined;
  #frame = '';
  #audioMs = 0;

  constructor(session: SessionContext) {
    this.#session = session;
  }

  /** Echoes `base64`, which holds `ms` of audio, at once. */
  append(base64: string, ms: number): void {
    const item = (this.#item ??= this.#begin());
    if (UNSAFE_IN_JSON.test(base64)) return;
    this.#audioMs += ms;
    this.#session.conversation.update({ item, text: '', audioMs: this.#audioMs });
    this.#session.peer.send(`${this.#frame}"event_id":"${this.#session.ids.next('event')}","delta":"${base64}"}`);
  }

  #begin(): AssistantItem {
    const { emit, ids, conversation, conversationId } = this.#session;
    const { output } = this.#session.config().audio;
    const id = ids.next('resp');
    const item: AssistantItem = {
      id: ids.next('item'),
      type: 'message',
      status: 'in_progress',
      role: 'assistant',
      content: [],
    };
    emit('response.created', {
      response: {
        object: 'realtime.response',
        id,
        status: 'in_progress',
        status_details: null,
        output: [],
        conversation_id: conversationId,
        output_modalities: ['audio'],
        max_output_tokens: 'inf',
        audio: { output: { format: output.format, voice: output.voice } },
        usage: null,
        metadata: null,
      },
    });
    emit('response.output_item.added', { response_id: id, output_index: 0, item });
    const previous = conversation.append({ item, text: '', audioMs: 0 });
    emit('conversation.item.added', { previous_item_id: previous, item });
    const at = { response_id: id, item_id: item.id, output_index: 0, content_index: 0 };
    emit('response.content_part.added', { ...at, part: { type: 'audio', transcript: '' } });
    this.#frame = `${JSON.stringify({ type: 'response.output_audio.delta', ...at }).slice(0, -1)},`;
    return item;
  }
}
