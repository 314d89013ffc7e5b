import type { ModelEvent } from '../ports/ports';
import { argumentsOf, id, text } from './fields';
import type { RealtimeServerEvent } from './wire';

type ToolCalled = Extract<ModelEvent, { type: 'toolCalled' }>;

/** Most calls of one response whose item has yet to come. */
const MAX_OPEN_CALLS = 64;

/**
 * Function calls of services that send a call's arguments but never its finished item. The item is the rule, and is read
 * elsewhere; a call without one counts once its response has completed. Each call is told once.
 */
export class FunctionCalls {
  private readonly open = new Map<string, ToolCalled>();

  /** Calls that a wire event makes certain; empty for almost all events. @throws FieldError */
  read(event: RealtimeServerEvent): readonly ModelEvent[] {
    switch (event.type) {
      case 'response.function_call_arguments.done':
        if (this.open.size < MAX_OPEN_CALLS)
          this.open.set(id(event.call_id), {
            type: 'toolCalled',
            responseId: id(event.response_id),
            itemId: id(event.item_id),
            toolCallId: id(event.call_id),
            name: text(event.name),
            arguments: argumentsOf(event.arguments),
          });
        return [];
      case 'response.output_item.done':
        if (event.item.type === 'function_call') this.open.delete(id(event.item.call_id));
        return [];
      case 'response.done': {
        const responseId = id(event.response.id);
        const left = [...this.open.values()].filter((call) => call.responseId === responseId);
        for (const { toolCallId } of left) this.open.delete(toolCallId);
        return event.response.status === 'completed' ? left : [];
      }
      default:
        return [];
    }
  }
}
