import type { Entry } from '../protocol/conversation';
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
