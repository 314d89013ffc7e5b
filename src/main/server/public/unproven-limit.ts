/**
 * Bounded set of peers that have yet to prove themselves. When it is full, the oldest is evicted. A genuine peer proves
 * itself within milliseconds, so only those that stall are ever the oldest.
 */
export class UnprovenLimit<Item> {
  private readonly items = new Set<Item>();

  constructor(
    private readonly maxItems: number,
    private readonly evict: (item: Item) => void,
  ) {}

  enter(item: Item): void {
    this.items.add(item);
    for (const oldest of this.items) {
      if (this.items.size <= this.maxItems) return;
      this.items.delete(oldest);
      this.evict(oldest);
    }
  }

  /** Removes an item that proved itself or left. Safe to call twice. */
  leave(item: Item): void {
    this.items.delete(item);
  }
}
