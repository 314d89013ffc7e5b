import type { Agent } from '../../../shared/agent/agent';
import type { CallEvent } from '../../../shared/call/events';
import type { ToolAnswerer, ToolFailure } from '../../../shared/call/events/tool';
import { MAX_ARGUMENTS_CHARS, MAX_DETAIL_CHARS } from '../../../shared/call/fact';
import { functionsOf, type AgentFunction } from '../../../shared/tool/agent-function';
import { needsApproval } from '../../../shared/tool/approval';
import { claimsOutcome } from '../../../shared/tool/claim';
import { approvalDigest } from '../../../shared/tool/digest';
import type { Clock, CommandRefusal, Dispose, ModelLeg } from '../../ports/ports';
import type { ToolControl } from '../../ports/ports-operator';
import type { FunctionInCall, ToolOutcome, ToolRunner } from '../../ports/ports-tools';
import type { AgentInCall } from '../agent/agent-in-call';
import type { AgentResponse } from '../agent/responses';
import { lateOutput, pendingNote, pendingOutput, type LateAnswers } from './late-answers';
import { OpenToolCalls, type PendingCall, type ToolCalled } from './open-tool-calls';

const MAX_PENDING_TOOL_CALLS = 32;
/** A caller who hears nothing for longer wonders whether anybody is there. */
const FILLER_AFTER_MS = 1500;

interface ToolCallsParts {
  readonly emit: (event: CallEvent) => void;
  readonly model: Pick<ModelLeg, 'sendToolOutput' | 'permitTool'>;
  /** Acts that long after the agent's words should have been heard; for tools that wait for them. */
  readonly afterWords: (limitMs: number, act: () => void) => Dispose;
  /** Gives the model what came of a tool call it was told is pending. */
  readonly lateAnswers: Pick<LateAnswers, 'give'>;
  /** The agent may say something while the tool runs. */
  readonly fill: (whileRunning: string, response: AgentResponse) => void;
  /** Takes what the work on an outcome throws. */
  readonly onFault: (error: unknown) => void;
  /** A response is over and every tool call of it has an output. */
  readonly onSettled: () => void;
}

/**
 * The tool calls of one phone call. Each gets exactly one output and is settled exactly once: by a result, by an error the model
 * can read, or by its time-out. What a person approves is what runs, to the letter.
 */
export class ToolCalls implements ToolControl {
  private readonly open = new OpenToolCalls();
  /** Functions that the agent may not use for now. */
  private readonly off = new Set<string>();
  /** Texts that the model was given and no event may hold. */
  private readonly secrets = new SecretTexts();

  constructor(
    private readonly agent: Pick<AgentInCall, 'useWithout'> & { readonly now: Pick<Agent, 'tools'> },
    private readonly runner: ToolRunner,
    private readonly clock: Clock,
    private readonly parts: ToolCallsParts,
  ) {}

  /** The model finished a function call. `after`: the item before it in the conversation. */
  called(event: ToolCalled, response: AgentResponse, after: string | null): void {
    const { toolCallId, name } = event;
    if (!this.open.admit(toolCallId)) return;
    if (event.service === undefined) response.owedOutputs = (response.owedOutputs ?? 0) + 1;
    const fn = functionsOf(this.agent.now.tools).find((each) => each.name === name);
    this.parts.emit(factOfCall({ ...event, arguments: this.secrets.masked(event.arguments) }, after, fn));
    const refusal = event.service === 'runs' ? null : this.refusal(fn, event, response);
    const call: PendingCall = {
      event,
      response,
      fn,
      digest: '',
      stage: fn?.tool.kind === 'operator' ? 'operator' : 'machine',
      isDeferred: false,
      isRunning: event.service === 'runs',
      abort: new AbortController(),
      stopTimer: () => undefined,
      stopFiller: () => undefined,
    };
    this.open.pending.set(toolCallId, call);
    if (refusal !== null) this.fail(toolCallId, refusal.failure, refusal.detail);
    else if (fn !== undefined) this.begin(call, fn);
  }

  /** The model service ran a tool call by itself, and has told the model what came of it. */
  ended(toolCallId: string, outcome: ToolOutcome): void {
    if (this.open.isSettled(toolCallId)) this.parts.onSettled();
    else if (outcome.ok) this.settle(toolCallId, 'machine', outcome.output);
    else this.fail(toolCallId, outcome.failure, outcome.detail);
  }

  /** Asks the model to go on, once, after a response that is over and owes no output. */
  goOn(response: AgentResponse): void {
    if (response.owedOutputs === null || response.owedOutputs > 0 || !response.isOver) return;
    response.owedOutputs = null;
    this.parts.onSettled();
  }

  /** The operator's answer. First answer wins; a late one is refused and told so. */
  answer(toolCallId: string, output: string): CommandRefusal | undefined {
    const call = this.open.find(toolCallId);
    if (typeof call === 'string') return call;
    if (call.stage !== 'operator') return 'no-such-tool-call';
    this.settle(toolCallId, 'operator', output);
    return undefined;
  }

  /** The operator's approval of exactly what `digest` stands for: that, and nothing else, runs now. */
  approve(toolCallId: string, digest: string): CommandRefusal | undefined {
    const call = this.open.find(toolCallId);
    if (typeof call === 'string') return call;
    const { fn } = call;
    if (call.stage !== 'approval' || fn === undefined) return 'already-answered';
    if (call.digest !== digest) return 'stale-approval';
    call.stopTimer();
    this.parts.emit({ type: 'tool.approved', toolCallId, digest, timeoutMs: fn.tool.timeoutMs });
    this.run(call, fn);
    return undefined;
  }

  /** The operator's refusal to answer or to approve: the model is told the reason. */
  reject(toolCallId: string, reason: string): CommandRefusal | undefined {
    const call = this.open.find(toolCallId);
    if (typeof call === 'string') return call;
    if (call.stage === 'machine') return 'no-such-tool-call';
    this.fail(toolCallId, 'refused', reason === '' ? 'A person refused this' : reason);
    return undefined;
  }

  /** Functions of the agent in this call. `isOn` is false for one that is switched off. */
  list(): readonly FunctionInCall[] {
    return functionsOf(this.agent.now.tools).map(({ name, tool }) => ({
      name,
      kind: tool.kind,
      isOn: !this.off.has(name),
    }));
  }

  /** For this call, the agent may use a function no more, or again. */
  switchFunction(name: string, isOn: boolean): CommandRefusal | undefined {
    if (!functionsOf(this.agent.now.tools).some((each) => each.name === name)) return 'no-such-tool-call';
    if (this.off.has(name) !== isOn) return undefined;
    if (isOn) this.off.delete(name);
    else this.off.add(name);
    this.parts.emit(isOn ? { type: 'tool.switchedOn', name } : { type: 'tool.switchedOff', name });
    this.agent.useWithout(this.off);
    return undefined;
  }

  /** The agent said this: it may not speak of outcomes that are not there. */
  agentSaid(itemId: string, text: string): void {
    for (const { event } of this.open.pending.values()) {
      if (!claimsOutcome(text, event.name)) continue;
      this.parts.emit({ type: 'tool.claimed', toolCallId: event.toolCallId, itemId });
      return;
    }
  }

  /**
   * The model is gone, and with it whoever waited for an output. What runs goes on: the next model is told that it does, and gets
   * its answer as a message. Nobody will know what came of a tool that the model service ran.
   */
  modelLost(): void {
    for (const call of [...this.open.pending.values()]) {
      const { toolCallId, service } = call.event;
      if (service !== undefined) this.fail(toolCallId, 'failed', 'The model was lost, and with it what came of this');
      else if (!call.isDeferred) {
        call.isDeferred = true;
        this.parts.emit({ type: 'tool.deferred', toolCallId });
      }
    }
  }

  /** The call is over: nothing is sent any more. */
  dispose(): void {
    this.open.clear();
  }

  private begin(call: PendingCall, fn: AgentFunction): void {
    const { toolCallId } = call.event;
    const isPermitted = call.event.service === 'runs';
    if (!isPermitted && needsApproval(fn.approval, JSON.parse(call.event.arguments))) {
      this.supersede(call);
      const { waitMs } = fn.approval ?? { waitMs: 0 };
      call.stage = 'approval';
      call.digest = approvalDigest(toolCallId, call.event.name, call.event.arguments);
      this.parts.emit({ type: 'tool.askedApproval', toolCallId, digest: call.digest, waitMs });
      this.failLater(call, waitMs, 'Nobody approved it in time');
      if (call.event.service === undefined) this.defer(call, fn, true);
      else this.parts.lateAnswers.give(pendingNote(fn));
    } else if (call.stage === 'machine') {
      this.run(call, fn);
    } else {
      this.waitForPerson(call, fn);
    }
  }

  private waitForPerson(call: PendingCall, { tool }: AgentFunction): void {
    const { toolCallId } = call.event;
    const ifNobody = tool.kind === 'operator' ? tool.ifNobody : undefined;
    if (ifNobody === undefined) this.failLater(call, tool.timeoutMs, 'Nobody answered in time');
    else call.stopTimer = this.clock.after(tool.timeoutMs, () => this.settle(toolCallId, 'policy', ifNobody));
    if (tool.kind === 'operator' && tool.keepsTalking === true && call.fn !== undefined)
      this.defer(call, call.fn, false);
    else this.fillLater(call);
  }

  private run(call: PendingCall, fn: AgentFunction): void {
    const { toolCallId, arguments: args } = call.event;
    call.stage = 'machine';
    call.isRunning = true;
    const late = (): void => this.fail(toolCallId, 'timed-out', 'The tool did not answer in time');
    const { kind, timeoutMs } = fn.tool;
    call.stopTimer = kind === 'built-in' ? this.parts.afterWords(timeoutMs, late) : this.clock.after(timeoutMs, late);
    if (!call.isDeferred) this.fillLater(call);
    const { service } = call.event;
    if (service === 'asks') this.parts.model.permitTool(toolCallId, true, '');
    if (service !== undefined) return;
    this.runner
      .run(fn, args, call.abort.signal)
      .then(
        (outcome: ToolOutcome) => {
          if (outcome.ok && outcome.secret !== undefined) this.secrets.add(outcome.secret);
          if (outcome.ok) this.settle(toolCallId, 'machine', outcome.output);
          else this.fail(toolCallId, outcome.failure, outcome.detail);
        },
        () => this.fail(toolCallId, 'failed', 'The tool broke'),
      )
      .catch(this.parts.onFault);
  }

  /** Asked anew in a later response, the caller may have changed their mind: what waits for approval is not what is wanted. */
  private supersede({ event }: PendingCall): void {
    for (const older of this.open.pending.values()) {
      const isOlder = older.stage === 'approval' && older.event.name === event.name;
      if (isOlder && older.event.responseId !== event.responseId)
        this.fail(
          older.event.toolCallId,
          'superseded',
          `${event.name} was called anew before a person had approved this`,
        );
    }
  }

  private failLater(call: PendingCall, delayMs: number, detail: string): void {
    call.stopTimer = this.clock.after(delayMs, () => this.fail(call.event.toolCallId, 'timed-out', detail));
  }

  private fillLater(call: PendingCall): void {
    const whileRunning = call.fn?.tool.whileRunning;
    if (whileRunning === undefined || whileRunning === '') return;
    call.stopFiller = this.clock.after(FILLER_AFTER_MS, () => this.parts.fill(whileRunning, call.response));
  }

  /** The model gets its output now, which says that the answer is pending. */
  private defer(call: PendingCall, fn: AgentFunction, isApproval: boolean): void {
    call.isDeferred = true;
    this.parts.emit({ type: 'tool.deferred', toolCallId: call.event.toolCallId });
    this.output(call, pendingOutput(fn, isApproval));
  }

  private refusal(
    fn: AgentFunction | undefined,
    event: ToolCalled,
    response: AgentResponse,
  ): { failure: ToolFailure; detail: string } | null {
    if (response.isDead) return { failure: 'refused', detail: 'It did not run: you were cut off when you called it' };
    if (fn === undefined)
      return { failure: 'unknown-tool', detail: `There is no tool named ${event.name.slice(0, 64)}` };
    if (this.off.has(event.name)) return { failure: 'switched-off', detail: 'This tool may not be used in this call' };
    if (this.open.pending.size >= MAX_PENDING_TOOL_CALLS)
      return { failure: 'failed', detail: 'Too many tools are waiting already' };
    if (event.arguments.length > MAX_ARGUMENTS_CHARS)
      return { failure: 'too-large', detail: 'The arguments are too long' };
    const fault = this.runner.check(fn, event.arguments);
    return fault === undefined ? null : { failure: 'bad-arguments', detail: fault };
  }

  private settle(toolCallId: string, by: ToolAnswerer, output: string): void {
    const call = this.open.take(toolCallId, 'settled');
    if (call === undefined) return;
    const capped = output.slice(0, MAX_ARGUMENTS_CHARS);
    this.parts.emit({ type: 'tool.answered', toolCallId, by, output: this.secrets.masked(capped) });
    this.deliver(call, capped);
  }

  private fail(toolCallId: string, failure: ToolFailure, reason: string): void {
    const call = this.open.take(toolCallId, failure === 'superseded' ? 'superseded' : 'settled');
    if (call === undefined) return;
    const detail = reason.slice(0, MAX_DETAIL_CHARS);
    this.parts.emit({ type: 'tool.failed', toolCallId, failure, detail: this.secrets.masked(detail) });
    const isAsking = call.event.service === 'asks' && !call.isRunning;
    if (isAsking) this.parts.model.permitTool(toolCallId, false, detail);
    this.deliver(call, JSON.stringify({ error: failure, message: detail }));
  }

  private deliver(call: PendingCall, output: string): void {
    const { name, toolCallId, service } = call.event;
    if (service !== undefined) this.parts.onSettled();
    else if (call.isDeferred) this.parts.lateAnswers.give(lateOutput(name, toolCallId, output));
    else this.output(call, output);
  }

  private output({ event, response }: PendingCall, output: string): void {
    this.parts.model.sendToolOutput(event.toolCallId, output);
    if (response.owedOutputs === null) return;
    response.owedOutputs -= 1;
    this.goOn(response);
  }
}

/** Most secrets that are remembered; a caller has a PIN, a code and a number of a card. */
const MAX_SECRETS = 16;

/** Digits that a caller typed for the agent alone, to be masked wherever else they turn up. */
class SecretTexts {
  private patterns: readonly RegExp[] = [];

  add(digits: string): void {
    if (digits === '') return;
    // A longer number that happens to hold them is another one.
    const pattern = new RegExp(`(?<![0-9])${digits.replaceAll('*', String.raw`\*`)}(?![0-9])`, 'g');
    this.patterns = [...this.patterns, pattern].slice(-MAX_SECRETS);
  }

  masked(text: string): string {
    return this.patterns.reduce(
      (kept, pattern) => kept.replaceAll(pattern, (digits) => '•'.repeat(digits.length)),
      text,
    );
  }
}

function factOfCall(event: ToolCalled, after: string | null, fn: AgentFunction | undefined): CallEvent {
  const tool = fn?.tool;
  return {
    type: 'tool.called',
    toolCallId: event.toolCallId,
    itemId: event.itemId,
    after,
    name: event.name.slice(0, 128),
    arguments: event.arguments.slice(0, MAX_ARGUMENTS_CHARS),
    kind: tool?.kind ?? null,
    timeoutMs: tool?.timeoutMs ?? 0,
    ...(tool?.kind === 'operator' && (tool.options ?? tool.answer) !== undefined
      ? { form: { options: tool.options, answer: tool.answer } }
      : {}),
  };
}
