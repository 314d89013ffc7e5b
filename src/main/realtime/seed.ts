import type { SeedItem } from '../../shared/call/seed';
import { assertNever } from '../../shared/std/assert-never';
import type { RealtimeClientEvent } from './wire';

type Item = Extract<RealtimeClientEvent, { type: 'conversation.item.create' }>['item'];

/** Longest id that the service takes for an item of ours. */
const MAX_ID_CHARS = 32;

/** Items that a session was seeded with. The service tells of each as of a new one, which it is not to anybody else. */
export class Seed {
  private readonly ids = new Set<string>();
  private truncations = 0;

  /** Events that put the items into a new conversation, in order, under the ids that they had in the one before. */
  events(items: readonly SeedItem[]): readonly RealtimeClientEvent[] {
    return items
      .flatMap((seeded, index) => itemsOf(seeded, this.idFor(seeded.itemId, index), `output_${String(index + 1)}`))
      .map((item) => {
        if (item.id !== undefined) this.ids.add(item.id);
        return { type: 'conversation.item.create', item };
      });
  }

  has(itemId: string): boolean {
    return this.ids.has(itemId);
  }

  /** A seeded item has no sound that could be truncated: the model is told in a note how much of it was heard. */
  truncation(heardMs: number): { readonly itemId: string; readonly text: string } {
    this.truncations += 1;
    const heard = heardMs === 0 ? 'nothing' : `no more than ${(heardMs / 1000).toFixed(1)} seconds`;
    return {
      itemId: `cut_${String(this.truncations)}`,
      text: `You were interrupted: the caller heard ${heard} of your last words from before the line broke.`,
    };
  }

  private idFor(itemId: string, index: number): string {
    return itemId.length <= MAX_ID_CHARS && !this.ids.has(itemId) ? itemId : `seed_${String(index + 1)}`;
  }
}

function itemsOf(seeded: SeedItem, id: string, outputId: string): readonly Item[] {
  switch (seeded.kind) {
    case 'caller':
      return [{ id, type: 'message', role: 'user', content: [{ type: 'input_text', text: seeded.text }] }];
    case 'agent':
      return [{ id, type: 'message', role: 'assistant', content: [{ type: 'output_text', text: seeded.text }] }];
    case 'note':
      return [{ id, type: 'message', role: 'system', content: [{ type: 'input_text', text: seeded.text }] }];
    case 'tool': {
      const { toolCallId: call_id, name, arguments: args, output } = seeded;
      return [
        { id, type: 'function_call', call_id, name, arguments: args },
        { id: outputId, type: 'function_call_output', call_id, output },
      ];
    }
    default:
      return assertNever(seeded);
  }
}
