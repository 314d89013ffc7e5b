import { id, previousId, text, words } from './fields';
import type { ModelFact } from './translate';
import type { RealtimeServerEvent } from './wire';

/**
 * Translates events that occur only in written conversations; undefined for those that `translate` handles. Pure.
 * @throws FieldError or TypeError when the event lacks what its type promises
 */
export function translateWritten(event: RealtimeServerEvent): ModelFact | undefined {
  switch (event.type) {
    case 'response.output_text.delta':
      return {
        type: 'agentWriting',
        responseId: id(event.response_id),
        itemId: id(event.item_id),
        delta: words(event.delta),
      };
    case 'response.output_text.done':
      return {
        type: 'agentWrote',
        responseId: id(event.response_id),
        itemId: id(event.item_id),
        text: words(event.text),
      };
    case 'conversation.item.added':
      return callerWrote(event);
    default:
      return undefined;
  }
}

function callerWrote({
  item,
  previous_item_id: previous,
}: Extract<RealtimeServerEvent, { type: 'conversation.item.added' }>): ModelFact | undefined {
  if (item.type !== 'message' || item.role !== 'user') return undefined;
  const written = item.content.flatMap((part) => (part.type === 'input_text' ? [text(part.text)] : []));
  return written.length === 0
    ? undefined
    : { type: 'callerWrote', itemId: id(item.id), after: previousId(previous), text: words(written.join('\n')) };
}
