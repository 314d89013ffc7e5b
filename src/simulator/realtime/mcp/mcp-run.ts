import type { McpResult } from './mcp-client';
import type { McpTarget } from './mcp-servers';
import type { Speaking, UtteranceRun } from '../responses/utterance-run';
import type { McpApprovalRequestItem, McpCallItem } from '../protocol/wire';

const LOOK_EVERY_MS = 20;
const NOTHING_SAID = { audioMs: 0, whole: true } as const;

/** Calls an MCP server's tool at once, or requests approval if the client has to approve it. */
export function* callServer(run: Speaking, target: McpTarget, args: object): UtteranceRun {
  const { session, output } = run;
  const { server, name } = target;
  const argumentsJson = JSON.stringify(args);
  const named = { server_label: server.server_label, name };
  if (session.mcp.needsApproval(target)) {
    const item: McpApprovalRequestItem = {
      id: session.ids.next('mcpr'),
      type: 'mcp_approval_request',
      ...named,
      arguments: argumentsJson,
    };
    session.mcp.asked({ ...target, id: item.id, argumentsJson });
    const entry = { item, text: '', audioMs: 0 };
    output.close(entry, output.open(entry));
    return NOTHING_SAID;
  }
  const item: McpCallItem = {
    id: session.ids.next('mcp'),
    type: 'mcp_call',
    ...named,
    arguments: '',
    approval_request_id: null,
    output: null,
    error: null,
  };
  const index = output.open({ item, text: '', audioMs: 0 });
  const at = { item_id: item.id, output_index: index };
  session.emit('response.mcp_call_arguments.done', { ...at, response_id: output.responseId, arguments: argumentsJson });
  session.emit('response.mcp_call.in_progress', at);
  let result: McpResult | undefined;
  void session.mcp.call(target, argumentsJson).then((came) => (result = came));
  while (result === undefined) {
    if (run.cancelled) return { audioMs: 0, whole: false };
    yield LOOK_EVERY_MS;
  }
  session.emit(result.error === null ? 'response.mcp_call.completed' : 'response.mcp_call.failed', at);
  output.close(
    { item: { ...item, arguments: argumentsJson, ...result }, text: result.output ?? '', audioMs: 0 },
    index,
  );
  return NOTHING_SAID;
}
