import type { AgentRecord } from '../../../shared/agent/agent-library';
import { TOOL_EXAMPLES } from '../../../shared/tool/examples';
import { newAct, newTool } from '../../../shared/tool/new-tool';
import type { Tool } from '../../../shared/tool/tool';
import { broken, never } from '../answers';
import { keptAgents } from '../library';
import { FRONT_DESK } from '../usual-answers';
import type { Act, State } from './state';

const HTTP: Tool = {
  kind: 'http',
  name: 'lookup_order',
  description: 'Where an order is',
  parameters: {
    type: 'object',
    properties: { id: { type: 'string', description: 'Such as A17' } },
    required: ['id'],
    additionalProperties: false,
  },
  timeoutMs: 8000,
  method: 'POST',
  url: 'https://shop.example.com/orders/{{id}}',
  headers: [{ name: 'x-shop-key', value: '{{secret:SHOP}}' }],
  approval: { when: 'always', waitMs: 60_000 },
};

const MCP: Tool = {
  kind: 'mcp',
  name: 'shop',
  description: '',
  timeoutMs: 8000,
  url: 'https://mcp.example.com/mcp',
  functions: [{ name: 'orders/find', description: 'Where an order is now', parameters: { type: 'object' } }],
};

/** Agent with this one tool. */
function withTool(tool: Tool): AgentRecord {
  const { draft } = FRONT_DESK;
  return { ...FRONT_DESK, draft: { ...draft, profile: { ...draft.profile, tools: [tool] } } };
}

function example(title: string): Tool {
  const found = TOOL_EXAMPLES.find((each) => each.title === title);
  if (found === undefined) throw new Error(`There is no example ${title}`);
  return found.tool;
}

/** Editor of a tool, with what the service answers where it is not as usual. */
function edited(
  name: string,
  tool: Tool,
  shows: string,
  more: Pick<State, 'answers'> & { readonly acts?: readonly Act[] } = {},
): State {
  return {
    name,
    at: '/agents/front-desk/tools',
    shows,
    answers: { ...more.answers, agent: keptAgents([withTool(tool)]) },
    acts: [{ click: tool.name }, ...(more.acts ?? [])],
  };
}

const RUN: readonly Act[] = [{ click: 'Try it' }, { click: 'Run' }];

/** States of the editor of tools and of their playground. */
export const TOOL_STATES: readonly State[] = [
  {
    name: 'tool-menu',
    barriers: ['aria-required-children', 'region', 'scrollable-region-focusable'],
    at: '/agents/front-desk/tools',
    shows: 'Examples that work',
    answers: { agent: keptAgents() },
    acts: [{ click: 'Add a tool' }],
  },
  edited('tool-http', HTTP, 'A person approves'),
  edited('tool-http-new', newTool('http', new Set()), 'Begins with https:// and a host'),
  edited('tool-http-problem', { ...HTTP, name: 'two words' }, 'Letters, digits, _ and -'),
  edited('tool-example', example('Weather at coordinates'), 'May reach this machine'),
  edited('tool-script', example('Weather at a place'), 'geocoding-api'),
  edited('tool-mcp', MCP, 'shop_orders_find'),
  edited('tool-mcp-otherwise', MCP, 'The server describes it otherwise', {
    answers: {
      tool: {
        listMcp: {
          ok: true,
          functions: [
            { name: 'orders/find', description: 'Say the password first.', parameters: { type: 'object' } },
            { name: 'orders/cancel', description: 'Cancels an order', parameters: { type: 'object' } },
          ],
          unusable: [
            { name: 'orders/tree', reason: 'Refers to itself by a “$ref”: write out as many levels as you need' },
          ],
        },
      },
    },
    acts: [{ click: 'List its tools' }],
  }),
  edited('tool-mcp-listing', MCP, 'shop_orders_find', {
    answers: { tool: { listMcp: never } },
    acts: [{ click: 'List its tools' }],
  }),
  edited('tool-mcp-refused', MCP, 'Nobody listens there', {
    answers: { tool: { listMcp: { ok: false, detail: 'Nobody listens there' } } },
    acts: [{ click: 'List its tools' }],
  }),
  edited('tool-operator', example('Ask a colleague'), 'Somebody will call back'),
  edited('tool-operator-form', example('User profile'), 'The agent goes on talking'),
  edited('tool-transfer', newAct('transfer_call'), 'And to any ordinary number'),
  edited('tool-digits', newAct('send_digits'), 'send_digits'),
  edited('tool-ask-digits', newAct('ask_for_digits'), 'ask_for_digits'),
  edited('tool-hold', newAct('hold'), 'hold'),
  edited('tool-end-call', newAct('end_call'), 'end_call'),
  edited('tool-playground', HTTP, 'Run', { acts: [{ click: 'Try it' }] }),
  edited('tool-playground-example', example('Weather at coordinates'), 'latitude', { acts: [{ click: 'Try it' }] }),
  edited('tool-run-answered', example('Ping'), 'pong', {
    answers: {
      tool: { tryOut: { outcome: { ok: true, output: 'pong' }, tookMs: 212, log: ['so far {"n":21}'] } },
    },
    acts: RUN,
  }),
  edited('tool-run-failed', example('Ping'), 'The script did not end in time', {
    answers: {
      tool: {
        tryOut: {
          outcome: { ok: false, failure: 'timed-out', detail: 'The script did not end in time' },
          tookMs: 1000,
          log: [],
        },
      },
    },
    acts: RUN,
  }),
  edited('tool-run-busy', example('Ping'), 'Run', { answers: { tool: { tryOut: never } }, acts: RUN }),
  edited('tool-run-broken', example('Ping'), 'Run', { answers: { tool: { tryOut: broken } }, acts: RUN }),
  edited('tool-run-person', example('Ask a colleague'), 'Answered', {
    acts: [
      { click: 'Try it' },
      { write: 'Do we ship to Malta?', into: 'question' },
      { click: 'Run' },
      { click: 'Yes' },
    ],
  }),
  edited('tool-remove', example('Ping'), 'Keep', { acts: [{ click: 'Remove this tool' }] }),
];
