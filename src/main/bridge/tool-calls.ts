import type { CallEvent } from '../../shared/call/events';
import type { ToolFailure } from '../../shared/call/tool-facts';
import { MAX_ARGUMENTS_CHARS, MAX_DETAIL_CHARS } from '../../shared/call/fact';
import { functionsOf, type AgentFunction } from '../../shared/tool/agent-function';
import type { Tool } from '../../shared/tool/tool';
import type { Clock, CommandRefusal, Dispose, ModelEvent, ToolOutcome, ToolRunner } from '../ports';

type ToolCalled = Extract<ModelEvent, { type: 'toolCalled' }>;

const MAX_PENDING_TOOL_CALLS = 32;
/** Of calls long answered, so that an answer that comes late is told so. */
const MAX_REMEMBERED_TOOL_CALLS = 1024;

interface PendingCall {
  readonly responseId: string;
  readonly byOperator: boolean;
  readonly abort: AbortController;
  readonly stopTimer: Dispose;
}

interface ToolCallEffects {
  readonly emit: (event: CallEvent) => void;
  /** Gives the model one output, as the string it is. */
  readonly sendOutput: (toolCallId: string, output: string) => void;
  /** A response is over and every tool call of it is settled: its outputs were sent. */
  readonly onSettled: () => void;
}

/**
 * The tool calls of one phone call. Each is settled exactly once: by a result, by an error the model can read, or by its
 * time-out. When the last one of a response is settled the model is asked to go on, once.
 */
export class ToolCalls {
  private readonly pending = new Map<string, PendingCall>();
  private readonly known = new Set<string>();
  /** Responses that called tools: how many are unsettled, and whether more can come. */
  private readonly responses = new Map<string, { unsettled: number; isOver: boolean }>();

  constructor(
    /** Those of the agent as it is now. */
    private readonly tools: () => readonly Tool[],
    private readonly runner: ToolRunner,
    private readonly clock: Clock,
    private readonly effects: ToolCallEffects,
  ) {}

  /** The model finished a function call. `after`: the item before it in the conversation. */
  called(event: ToolCalled, after: string | null): void {
    if (this.known.has(event.toolCallId)) return;
    this.remember(event.toolCallId);
    const response = this.responses.get(event.responseId) ?? { unsettled: 0, isOver: false };
    response.unsettled += 1;
    this.responses.set(event.responseId, response);
    const fn = functionsOf(this.tools()).find((each) => each.name === event.name);
    const tool = fn?.tool;
    this.effects.emit({
      type: 'tool.called',
      toolCallId: event.toolCallId,
      itemId: event.itemId,
      after,
      name: event.name.slice(0, 128),
      arguments: event.arguments.slice(0, MAX_ARGUMENTS_CHARS),
      kind: tool?.kind ?? null,
      timeoutMs: tool?.timeoutMs ?? 0,
    });
    const refusal = this.refusal(fn, event);
    const abort = new AbortController();
    const timeoutMs = tool?.timeoutMs ?? 0;
    const stopTimer =
      refusal === null
        ? this.clock.after(timeoutMs, () => this.fail(event.toolCallId, 'timed-out', timedOut(tool)))
        : () => undefined;
    this.pending.set(event.toolCallId, {
      responseId: event.responseId,
      byOperator: tool?.kind === 'operator',
      abort,
      stopTimer,
    });
    if (refusal !== null) this.fail(event.toolCallId, refusal.failure, refusal.detail);
    else if (fn !== undefined && tool?.kind !== 'operator') this.run(fn, event, abort.signal);
  }

  /** The model finished the response: no more tool calls of it can come. */
  responseOver(responseId: string): void {
    const response = this.responses.get(responseId);
    if (response === undefined) return;
    response.isOver = true;
    this.goOnWhenSettled(responseId);
  }

  /** The operator's answer. First answer wins; a late one is refused and told so. */
  answer(toolCallId: string, output: string): CommandRefusal | undefined {
    const refusal = this.operatorRefusal(toolCallId);
    if (refusal === undefined) this.settle(toolCallId, 'operator', output);
    return refusal;
  }

  /** The operator's refusal: the model is told the reason. */
  reject(toolCallId: string, reason: string): CommandRefusal | undefined {
    const refusal = this.operatorRefusal(toolCallId);
    if (refusal === undefined) this.fail(toolCallId, 'refused', reason === '' ? 'A person refused this' : reason);
    return refusal;
  }

  /** The call is over: nothing is sent any more. */
  dispose(): void {
    for (const { abort, stopTimer } of this.pending.values()) {
      stopTimer();
      abort.abort();
    }
    this.pending.clear();
  }

  private remember(toolCallId: string): void {
    this.known.add(toolCallId);
    if (this.known.size <= MAX_REMEMBERED_TOOL_CALLS) return;
    const [oldest] = this.known;
    if (oldest !== undefined) this.known.delete(oldest);
  }

  private operatorRefusal(toolCallId: string): CommandRefusal | undefined {
    if (!this.known.has(toolCallId)) return 'no-such-tool-call';
    const call = this.pending.get(toolCallId);
    if (call === undefined) return 'already-answered';
    return call.byOperator ? undefined : 'no-such-tool-call';
  }

  private refusal(fn: AgentFunction | undefined, event: ToolCalled): { failure: ToolFailure; detail: string } | null {
    if (fn === undefined)
      return { failure: 'unknown-tool', detail: `There is no tool named ${event.name.slice(0, 64)}` };
    if (this.pending.size >= MAX_PENDING_TOOL_CALLS)
      return { failure: 'failed', detail: 'Too many tools are waiting already' };
    if (event.arguments.length > MAX_ARGUMENTS_CHARS)
      return { failure: 'too-large', detail: 'The arguments are too long' };
    const fault = this.runner.check(fn, event.arguments);
    return fault === undefined ? null : { failure: 'bad-arguments', detail: fault };
  }

  private run(fn: AgentFunction, event: ToolCalled, signal: AbortSignal): void {
    const { toolCallId } = event;
    void this.runner.run(fn, event.arguments, signal).then(
      (outcome: ToolOutcome) => {
        if (outcome.ok) this.settle(toolCallId, 'machine', outcome.output);
        else this.fail(toolCallId, outcome.failure, outcome.detail);
      },
      () => this.fail(toolCallId, 'failed', 'The tool broke'),
    );
  }

  private settle(toolCallId: string, by: 'operator' | 'machine', output: string): void {
    const call = this.take(toolCallId);
    if (call === undefined) return;
    const capped = output.slice(0, MAX_ARGUMENTS_CHARS);
    this.effects.emit({ type: 'tool.answered', toolCallId, by, output: capped });
    this.deliver(call, toolCallId, capped);
  }

  private fail(toolCallId: string, failure: ToolFailure, reason: string): void {
    const call = this.take(toolCallId);
    if (call === undefined) return;
    const detail = reason.slice(0, MAX_DETAIL_CHARS);
    this.effects.emit({ type: 'tool.failed', toolCallId, failure, detail });
    this.deliver(call, toolCallId, JSON.stringify({ error: failure, message: detail }));
  }

  private take(toolCallId: string): PendingCall | undefined {
    const call = this.pending.get(toolCallId);
    if (call === undefined) return undefined;
    this.pending.delete(toolCallId);
    call.stopTimer();
    call.abort.abort();
    return call;
  }

  private deliver(call: PendingCall, toolCallId: string, output: string): void {
    this.effects.sendOutput(toolCallId, output);
    const response = this.responses.get(call.responseId);
    if (response === undefined) return;
    response.unsettled -= 1;
    this.goOnWhenSettled(call.responseId);
  }

  private goOnWhenSettled(responseId: string): void {
    const response = this.responses.get(responseId);
    if (response === undefined || !response.isOver || response.unsettled > 0) return;
    this.responses.delete(responseId);
    this.effects.onSettled();
  }
}

function timedOut(tool: Tool | undefined): string {
  return tool?.kind === 'operator' ? 'Nobody answered in time' : 'The tool did not answer in time';
}
