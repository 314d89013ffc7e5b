import type { CallEvent } from '../../../shared/call/events';
import type { AgentFunction } from '../../../shared/tool/agent-function';
import type { ModelLeg } from '../../ports/ports';
import type { ResponseGate } from '../agent/response-gate';

const PREFIX = 'late_answer_';

interface LateAnswersParts {
  readonly emit: (event: CallEvent) => void;
  readonly model: Pick<ModelLeg, 'addNote'>;
  /** While it is not idle, a note would land in the middle of what the model says. */
  readonly gate: Pick<ResponseGate, 'isIdle'>;
  /** The model has something new to speak of. */
  readonly onGiven: () => void;
}

/** Answers of tools that the model was told are pending: given to it between responses, in order, as messages. */
export class LateAnswers {
  private waiting: string[] = [];
  private count = 0;

  constructor(private readonly parts: LateAnswersParts) {}

  give(text: string): void {
    this.waiting.push(text);
    this.flush();
  }

  /** Gives the model what waits, unless it is busy. */
  flush(): void {
    if (this.waiting.length === 0 || !this.parts.gate.isIdle) return;
    for (const text of this.waiting.splice(0)) {
      this.count += 1;
      this.parts.model.addNote({ itemId: `${PREFIX}${String(this.count)}`, text });
    }
    this.parts.onGiven();
  }

  /** The model did not take a note, perhaps one of these: the caller's agent knows nothing of the answer. */
  refused(itemId: string, detail: string): void {
    if (itemId.startsWith(PREFIX)) this.parts.emit({ type: 'model.warned', code: 'answer_refused', detail });
  }
}

/** Output sent to the model at once for a tool call that a person has to answer or approve. */
export function pendingOutput(fn: AgentFunction, isApproval: boolean): string {
  const what = isApproval
    ? 'A person has to approve this first. Nothing has been done yet.'
    : 'A person was asked. There is no answer yet.';
  const { whileRunning } = fn.tool;
  const say = whileRunning === undefined ? '' : ` Say now, in your own words: ${whileRunning}`;
  const message =
    `${what} What comes of it will reach you later, as a message. Until then go on talking with the caller, ` +
    `do not say that it is done or what the answer is, and do not call ${fn.name} again for the same thing.${say}`;
  return JSON.stringify({ status: 'pending', message });
}

/** Note to the model about a tool call that the model service may run once a person has approved it. */
export function pendingNote({ name }: AgentFunction): string {
  return (
    `Your call of ${name} waits for a person to approve it. Nothing has been done yet. Go on talking with the caller, ` +
    `do not say that it is done, and do not call ${name} again for the same thing.`
  );
}

/** Message to the model when a pending tool call is settled. `output`: in the form of a tool's output. */
export function lateOutput(name: string, toolCallId: string, output: string): string {
  return `What came of your call of ${name} (${toolCallId}), which was pending:\n${output}\nTell the caller what matters to them.`;
}
