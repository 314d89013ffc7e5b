const MAX_REMEMBERED_ITEMS = 256;

/** An agent turn whose place in the conversation is known. */
export interface PlacedTurn {
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
