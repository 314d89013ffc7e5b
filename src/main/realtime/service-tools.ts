import { remoteFunctionName } from '../../shared/tool/agent-function';
import type { ModelEvent } from '../ports/ports';
import { argumentsOf, brief, id, text } from './fields';
import type { RealtimeServerEvent } from './wire';

type Item = Extract<RealtimeServerEvent, { type: 'conversation.item.done' }>['item'];
type McpCall = Extract<Item, { type: 'mcp_call' }>;
type McpCalled = Pick<McpCall, 'id' | 'server_label' | 'name' | 'arguments'>;

const MAX_BEGUN_CALLS = 64;

/**
 * Presents MCP calls made by the model service as ordinary tool calls. A call that needs approval goes by the id of its
 * approval request, all others by their own.
 */
export class ServiceTools {
  /** Calls whose arguments have not arrived yet. */
  private readonly begun = new Map<string, McpCall>();
  private responseId = 'none';

  /** Events for the MCP call in a wire event; empty when it concerns something else. @throws FieldError */
  read(event: RealtimeServerEvent): readonly ModelEvent[] {
    switch (event.type) {
      case 'response.created':
        this.responseId = id(event.response.id);
        return [];
      case 'response.output_item.added':
      case 'conversation.item.added':
        if (event.item.type === 'mcp_call') this.begins(event.item);
        return [];
      case 'response.mcp_call_arguments.done': {
        const call = this.begun.get(id(event.item_id));
        return call === undefined || requestOf(call) !== null
          ? []
          : [this.called({ ...call, arguments: event.arguments }, 'runs')];
      }
      case 'conversation.item.done':
        if (event.item.type === 'mcp_approval_request') return [this.called(event.item, 'asks')];
        return event.item.type === 'mcp_call' ? this.done(event.item) : [];
      default:
        return [];
    }
  }

  private begins(call: McpCall): void {
    this.begun.set(id(call.id), call);
    const [oldest] = this.begun.keys();
    if (this.begun.size > MAX_BEGUN_CALLS && oldest !== undefined) this.begun.delete(oldest);
  }

  private done(call: McpCall): readonly ModelEvent[] {
    const { output, error } = call;
    if (typeof output !== 'string' && (error === undefined || error === null)) return [];
    this.begun.delete(call.id);
    const requestId = requestOf(call);
    const ended: ModelEvent = {
      type: 'toolEnded',
      toolCallId: requestId ?? id(call.id),
      outcome:
        typeof output === 'string' && (error === undefined || error === null)
          ? { ok: true, output }
          : { ok: false, failure: 'failed', detail: brief(error?.message) || 'The server’s tool failed' },
    };
    return requestId === null ? [this.called(call, 'runs'), ended] : [ended];
  }

  private called(call: McpCalled, service: 'asks' | 'runs'): ModelEvent {
    const itemId = id(call.id);
    return {
      type: 'toolCalled',
      responseId: this.responseId,
      itemId,
      toolCallId: itemId,
      name: remoteFunctionName(text(call.server_label), text(call.name)),
      arguments: argumentsOf(call.arguments),
      service,
    };
  }
}

function requestOf({ approval_request_id: requestId }: McpCall): string | null {
  return requestId === undefined || requestId === null ? null : id(requestId);
}
