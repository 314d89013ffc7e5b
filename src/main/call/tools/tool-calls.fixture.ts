import type { CallEvent } from '../../../shared/call/events';
import type { HttpTool, OperatorTool, Tool } from '../../../shared/tool/tool';
import { ManualClock } from '../../ports/manual-clock.fixture';
import type { ToolOutcome } from '../../ports/ports-tools';
import { Responses } from '../agent/responses';
import type { ToolCalled } from './open-tool-calls';
import { ToolCalls } from './tool-calls';

const base = { description: '', parameters: {}, timeoutMs: 8000 };

export const REFUND: OperatorTool = { kind: 'operator', name: 'refund_order', ...base };
export const LOOKUP: HttpTool = {
  kind: 'http',
  name: 'lookup_order',
  method: 'GET',
  url: 'https://example.com',
  ...base,
};
/** Tool that runs only when a person approves it. */
export const CANCEL: HttpTool = { ...LOOKUP, name: 'cancel_order', approval: { when: 'always', waitMs: 60_000 } };

interface Running {
  readonly args: string;
  readonly settle: (outcome: ToolOutcome) => void;
  readonly breakIt: () => void;
  readonly signal: AbortSignal;
}

/** Tool calls whose runner answers when the test says so. */
export class ToolDesk {
  readonly clock = new ManualClock();
  readonly events: CallEvent[] = [];
  readonly outputs: [toolCallId: string, output: string][] = [];
  /** Late outputs that the model was told. */
  readonly told: string[] = [];
  /** Names of the functions kept from the model, each time they changed. */
  readonly without: (readonly string[])[] = [];
  /** Log of everything sent to the model, in order. */
  readonly wire: string[] = [];
  /** Running tool calls by their arguments. */
  readonly running = new Map<string, Running>();
  /** Number of runs that the runner was asked for. */
  runs = 0;
  /** Faults of the code itself. */
  readonly bugs: unknown[] = [];
  readonly calls: ToolCalls;
  private readonly responses = new Responses();

  constructor(tools: readonly Tool[] = [REFUND, LOOKUP, CANCEL]) {
    this.calls = new ToolCalls(
      { now: { tools: [...tools] }, useWithout: (names) => this.without.push([...names]) },
      {
        check: (_fn, args) => (isObject(args) ? undefined : 'The arguments are not a JSON object'),
        run: (_fn, args, signal) =>
          new Promise((settle, reject) => {
            this.runs += 1;
            this.running.set(args, { args, settle, breakIt: () => reject(new Error('bug')), signal });
          }),
      },
      this.clock,
      {
        emit: (event) => this.events.push(event),
        model: {
          sendToolOutput: (toolCallId, output) => {
            this.outputs.push([toolCallId, output]);
            this.wire.push(`output ${toolCallId}`);
          },
          permitTool: (toolCallId, isPermitted, reason) =>
            this.wire.push(`${isPermitted ? 'permit' : 'forbid'} ${toolCallId}${reason === '' ? '' : `: ${reason}`}`),
        },
        afterWords: (limitMs, act) => this.clock.after(limitMs, act),
        lateAnswers: { give: (text) => this.told.push(text) },
        fill: (whileRunning, { id }) => this.wire.push(`fill ${id}: ${whileRunning}`),
        onFault: (error) => void this.bugs.push(error),
        onSettled: () => this.wire.push('go on'),
      },
    );
  }

  call(toolCallId: string, name: string, args = `{"id":"${toolCallId}"}`, responseId = 'r1'): void {
    const itemId = `item_${toolCallId}`;
    this.called({ type: 'toolCalled', responseId, itemId, toolCallId, name, arguments: args });
  }

  called(event: ToolCalled): void {
    this.calls.called(event, this.responses.of(event.responseId), null);
  }

  /** Ends a response that the model has finished. */
  responseOver(responseId: string): void {
    const response = this.responses.of(responseId);
    response.end();
    this.calls.goOn(response);
  }

  /** Gives the machine's answer to the call of that id. */
  async settles(toolCallId: string, outcome: ToolOutcome): Promise<void> {
    this.running.get(`{"id":"${toolCallId}"}`)?.settle(outcome);
    await Promise.resolve();
  }

  /** Number of times that a call was settled; it should be one. */
  settlements(toolCallId: string): number {
    return this.events.filter(
      (event) => (event.type === 'tool.answered' || event.type === 'tool.failed') && event.toolCallId === toolCallId,
    ).length;
  }

  fact<T extends CallEvent['type']>(type: T): Extract<CallEvent, { type: T }> | undefined {
    return this.events.find((event): event is Extract<CallEvent, { type: T }> => event.type === type);
  }

  get facts(): readonly string[] {
    return this.events.map(({ type }) => type);
  }
}

function isObject(json: string): boolean {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
