import type { AgentFunction } from '../../../shared/tool/agent-function';

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

/** Instructions for a filler, which the agent says while a tool runs longer than a caller waits in silence. */
export function fillerInstructions(instructions: string, whileRunning: string): string {
  return (
    `${instructions}\n\nA tool is running and its result is not there yet. Say this to the caller, shortly and in your own words: ` +
    `${whileRunning}\nDo not say what the result is or that it is there, and call no tool.`
  );
}
