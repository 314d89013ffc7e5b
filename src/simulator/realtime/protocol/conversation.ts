import { complaint, type Complaint } from './complaint';
import type { AssistantItem, Item } from './wire';

/** A conversation item with the server's own data about it. */
export interface Entry {
  readonly item: Item;
  /** The item's text as the model sees it, whether or not the client is told. */
  readonly text: string;
  /** Caller or model audio in the item; ms. */
  readonly audioMs: number;
  /** The model's audio in the session's output format, returned by `retrieve`. */
  readonly audio?: Buffer;
  /** Set once the client cut the item short: what the server goes on to generate no longer counts. */
  readonly truncated?: true;
}

const ITEMS_AT_MOST = 10_000;

/** The items of one session in order, with the server's rules for changing them. */
export class Conversation {
  #entries: Entry[] = [];

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  get lastItemId(): string | null {
    return this.#entries.at(-1)?.item.id ?? null;
  }

  find(itemId: string): Entry | undefined {
    return this.#entries.find((entry) => entry.item.id === itemId);
  }

  /** Appends an item and returns the id of the one before it. */
  append(entry: Entry): string | null {
    const previous = this.lastItemId;
    this.#entries.push(entry);
    if (this.#entries.length > ITEMS_AT_MOST) this.#entries.shift();
    return previous;
  }

  /** Inserts an item after another (`root`: at the front; absent: at the end). */
  insert(entry: Entry, after: string | null | undefined): { readonly previousItemId: string | null } | Complaint {
    const { item } = entry;
    if (this.find(item.id)) {
      return complaint('item_create_duplicate_item_id', `Error adding item: item with id '${item.id}' already exists.`);
    }
    if (item.type === 'function_call_output' && !this.#hasCall(item.call_id)) {
      return complaint('invalid_tool_call_id', `Tool call ID '${item.call_id}' not found in conversation.`);
    }
    if (after === undefined || after === null) return { previousItemId: this.append(entry) };
    const place = after === 'root' ? 0 : this.#entries.findIndex((other) => other.item.id === after) + 1;
    if (place === 0 && after !== 'root') {
      return complaint(
        'item_create_invalid_previous_item_id',
        `Error adding item: the previous item with id '${after}' does not exist.`,
      );
    }
    this.#entries.splice(place, 0, entry);
    return { previousItemId: this.#entries[place - 1]?.item.id ?? null };
  }

  /** Replaces an item by its newer state. An item deleted or truncated meanwhile stays as it is. */
  update(entry: Entry): void {
    const place = this.#entries.findIndex((other) => other.item.id === entry.item.id);
    if (place >= 0 && !this.#entries[place]?.truncated) this.#entries[place] = entry;
  }

  delete(itemId: string): Complaint | undefined {
    if (!this.find(itemId)) {
      return complaint(
        'item_delete_invalid_item_id',
        `Error deleting item: the item with id '${itemId}' does not exist.`,
      );
    }
    this.#entries = this.#entries.filter((entry) => entry.item.id !== itemId);
    return undefined;
  }

  /** Returns an item in full, with its audio if the server generated it. */
  retrieve(itemId: string): Item | Complaint {
    const entry = this.find(itemId);
    if (!entry) {
      return complaint(
        'item_retrieve_invalid_item_id',
        `Error retrieving item: the item with id '${itemId}' does not exist.`,
      );
    }
    const { item, audio } = entry;
    if (!audio || !('role' in item && item.role === 'assistant')) return item;
    const content = item.content.map((part) => ({ ...part, audio: audio.toString('base64') }));
    return { ...item, content };
  }

  /** Cuts the model's audio to `audioEndMs` and drops its transcript. */
  truncate(itemId: string, audioEndMs: number): Complaint | undefined {
    const entry = this.find(itemId);
    if (!entry) {
      return complaint(
        'item_truncate_invalid_item_id',
        `Error truncating item: the item with id '${itemId}' does not exist.`,
      );
    }
    const { item } = entry;
    if (!('role' in item && item.role === 'assistant') || entry.audioMs === 0) {
      return complaint('unsupported_content_type', 'Only model output audio messages can be truncated');
    }
    if (audioEndMs > entry.audioMs) {
      return complaint(
        'invalid_value',
        `Audio content of ${Math.floor(entry.audioMs)}ms is already shorter than ${audioEndMs}ms`,
        'audio_end_ms',
      );
    }
    const content: AssistantItem['content'] = [{ type: 'output_audio' }];
    const audio = entry.audio?.subarray(0, Math.floor((entry.audio.length / entry.audioMs) * audioEndMs));
    const place = this.#entries.indexOf(entry);
    const cut = { item: { ...item, content }, text: '', audioMs: audioEndMs, truncated: true } as const;
    this.#entries[place] = audio ? { ...cut, audio } : cut;
    return undefined;
  }

  #hasCall(callId: string): boolean {
    return this.#entries.some(({ item }) => item.type === 'function_call' && item.call_id === callId);
  }
}
