import * as fc from 'fast-check';
import { TOOL_ANSWERERS, TOOL_FAILURES, TOOL_KINDS, type ToolEvent } from './events/tool';

type Fields<T extends ToolEvent['type']> = fc.Arbitrary<Omit<Extract<ToolEvent, { type: T }>, 'type'>>;

const itemId = fc.constantFrom('item_a', 'item_b', 'item_c');
const toolCallId = fc.constantFrom('tool_a', 'tool_b');
const text = fc.string({ unit: 'grapheme', maxLength: 40 });
const ms = fc.double({ min: 0, max: 1e7, noNaN: true });
const digest = fc.constantFrom('a'.repeat(64), 'b'.repeat(64));
const name = fc.constantFrom('lookup_order', 'refund_order');

/** Facts of tools whose ids meet those of other generated facts. */
export const toolFields: { readonly [T in ToolEvent['type']]: Fields<T> } = {
  'tool.called': fc.record(
    {
      toolCallId,
      itemId,
      after: fc.option(itemId, { nil: null }),
      name: fc.oneof(name, text),
      arguments: text,
      kind: fc.constantFrom(...TOOL_KINDS, null),
      timeoutMs: ms,
      form: fc.constantFrom({}, { options: ['Yes', 'No'] }, { answer: { type: 'object' } }),
    },
    { requiredKeys: ['toolCallId', 'itemId', 'after', 'name', 'arguments', 'kind', 'timeoutMs'] },
  ),
  'tool.askedApproval': fc.record({ toolCallId, digest, waitMs: ms }),
  'tool.approved': fc.record({ toolCallId, digest, timeoutMs: ms }),
  'tool.deferred': fc.record({ toolCallId }),
  'tool.answered': fc.record({ toolCallId, by: fc.constantFrom(...TOOL_ANSWERERS), output: text }),
  'tool.failed': fc.record({ toolCallId, failure: fc.constantFrom(...TOOL_FAILURES), detail: text }),
  'tool.claimed': fc.record({ toolCallId, itemId }),
  'tool.switchedOff': fc.record({ name }),
  'tool.switchedOn': fc.record({ name }),
};
