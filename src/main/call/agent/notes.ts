import type { ConversationNote } from '../../ports/ports';

const MAX_UNSETTLED_NOTES = 64;

/** Texts put into the agent's conversation at their place; at its end when that place is not there any more. */
export class Notes {
  private readonly unsettled = new Map<string, ConversationNote>();

  constructor(private readonly toModel: (note: ConversationNote) => void) {}

  add(note: ConversationNote): void {
    if (note.after !== undefined) {
      this.unsettled.set(note.itemId, note);
      for (const oldest of this.unsettled.keys()) {
        if (this.unsettled.size <= MAX_UNSETTLED_NOTES) break;
        this.unsettled.delete(oldest);
      }
    }
    this.toModel(note);
  }

  /** It is in the conversation. */
  settled(itemId: string): void {
    this.unsettled.delete(itemId);
  }

  /** It was not taken. True: it is on its way once more, without a place. */
  refused(itemId: string): boolean {
    const note = this.unsettled.get(itemId);
    if (note === undefined) return false;
    this.unsettled.delete(itemId);
    this.toModel({ itemId, text: note.text });
    return true;
  }
}
