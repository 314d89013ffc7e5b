import { DEFAULT_AGENT, type Agent } from '../../shared/agent/agent';
import type { Tool } from '../../shared/tool/tool';

function orderTools(orderDeskUrl: string): readonly Tool[] {
  return [
    {
      kind: 'http',
      name: 'lookup_order',
      description: 'Where an order is now.',
      method: 'GET',
      url: orderDeskUrl,
      allowsLocal: true,
      parameters: {
        type: 'object',
        properties: { order_id: { type: 'string', description: 'A letter and two digits, such as A17' } },
        required: ['order_id'],
        additionalProperties: false,
      },
      timeoutMs: 8000,
    },
    {
      kind: 'operator',
      name: 'refund_order',
      description: 'Ask a colleague to pay an order back. Tell the caller that it is being checked.',
      parameters: {
        type: 'object',
        properties: {
          order_id: { type: 'string' },
          amount: { type: 'number', description: 'USD' },
          reason: { type: 'string' },
        },
        required: ['order_id', 'amount', 'reason'],
        additionalProperties: false,
      },
      timeoutMs: 180_000,
    },
  ];
}

/** The agent of the demonstration: the default one, with a shop's tools. */
export function demoAgent(orderDeskUrl: string): Agent {
  return { ...DEFAULT_AGENT, tools: [...orderTools(orderDeskUrl), ...DEFAULT_AGENT.tools] };
}
