import type { ModelEvent } from '../ports/ports';
import { id, tagOf } from './fields';
import type { ModelFact } from './translate';
import type { RealtimeServerEvent } from './wire';

const MAX_SIDE_RESPONSES = 16;
const TAG_PREFIX = 'aside_';

type ResponseDone = Extract<RealtimeServerEvent, { type: 'response.done' }>;

/** Separates responses requested outside the conversation from those of the call; none of their output is the agent's. */
export class SideResponses {
  private readonly ids = new Map<string, string>();

  /** True when this event belongs to a side response. @throws FieldError or TypeError, as `translate` does */
  isOf(event: RealtimeServerEvent): boolean {
    if (event.type === 'response.created') {
      const tag = tagOf(event.response.metadata);
      if (tag === null || !tag.startsWith(TAG_PREFIX)) return false;
      this.ids.set(id(event.response.id), tag);
      for (const oldest of this.ids.keys()) {
        if (this.ids.size <= MAX_SIDE_RESPONSES) break;
        this.ids.delete(oldest);
      }
      return true;
    }
    if (event.type === 'response.done') {
      const tag = tagOf(event.response.metadata);
      return this.ids.has(event.response.id ?? '') || (tag?.startsWith(TAG_PREFIX) ?? false);
    }
    return 'response_id' in event && this.has(event.response_id);
  }

  /** True while a side response with this id is running. */
  has(responseId: string): boolean {
    return this.ids.size > 0 && this.ids.has(responseId);
  }

  /**
   * The answer in the end of a side response; null when the event is not its end. `done` is the same event as the bridge reads
   * it.
   */
  answerIn(event: RealtimeServerEvent, done: ModelFact | null): ModelEvent | null {
    if (event.type !== 'response.done' || done?.type !== 'responseDone') return null;
    const tag = this.ids.get(done.responseId) ?? tagOf(event.response.metadata) ?? '';
    this.ids.delete(done.responseId);
    const text = done.status === 'completed' ? textOf(event) : null;
    return { type: 'asideAnswered', tag, text, ...(done.usage === undefined ? {} : { usage: done.usage }) };
  }
}

function textOf({ response }: ResponseDone): string | null {
  const parts: string[] = [];
  for (const item of response.output ?? []) {
    if (item.type !== 'message' || item.role !== 'assistant') continue;
    for (const part of item.content) if (part.type === 'output_text' && part.text !== undefined) parts.push(part.text);
  }
  return parts.length === 0 ? null : parts.join('\n');
}
