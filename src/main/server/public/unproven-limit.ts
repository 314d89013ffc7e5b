/**
 * Keeps a bounded number of items who have yet to prove themselves. When it is full the one who waited longest is put
 * out: a genuine item proves itself within milliseconds, so only those who stall are ever the oldest.
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

  /** The item proved itself or went. Safe to call twice. */
  leave(item: Item): void {
    this.items.delete(item);
  }
}
