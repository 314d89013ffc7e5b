import type { Call } from '../../shared/call/call';
import type { EndMoment } from '../../shared/contract/call-contract';
import type { Outcome } from '../client/run';
import type { ActionContext, ActionView, CallAction, PageAction } from './action';

/**
 * Shortest time between the two presses, in ms. A faster second press is somebody typing a word with two Es, not an
 * answer.
 */
const ANSWER_AFTER_MS = 400;

/** Ends the call at the second press; the first one asks. */
export const endCall: CallAction = {
  id: 'end-call',
  label: 'End call',
  description: 'End call',
  group: 'This call',
  scope: 'call',
  key: 'e',
  written: ['E', 'E'],
  enabledWhen: (call, { isConnected, screen: { ending } }) =>
    isConnected && !(ending?.callId === call.id && ending.state === 'under way'),
  perform: (call, context) => {
    const { screen, pressedAt, view } = context;
    const { ending } = view.screen;
    if (ending?.callId !== call.id || ending.state !== 'asked') {
      screen.askToEnd(call.id, pressedAt ?? -Infinity);
      return undefined;
    }
    // Compares the times of the key presses, not the times at which a busy page handled them.
    if (pressedAt !== undefined && pressedAt - ending.firstKeyAt < ANSWER_AFTER_MS) return undefined;
    return end(call, 'now', context);
  },
};

/** Ends the call once the agent's current words have been heard to the end. */
export const endAfterWords: CallAction = {
  id: 'end-after-words',
  label: 'End after the last words',
  description: 'End it after the last words, once asked',
  group: 'This call',
  scope: 'call',
  key: 'l',
  enabledWhen: isAskedToEnd,
  perform: (call, context) => end(call, 'after-words', context),
};

/** Withdraws the question whether to end the call. */
export const keepCall: PageAction = {
  id: 'keep-call',
  label: 'Keep',
  description: 'Keep the call',
  group: 'This call',
  // With no question to withdraw, the key is left to others.
  scope: 'page',
  key: 'Escape',
  written: ['Esc'],
  listed: 'nowhere',
  enabledWhen: (_call, view) => view.screen.ending?.state === 'asked',
  perform: (_call, { screen, view }) => screen.keep(view.screen.ending?.callId ?? ''),
};

/** True while the operator is asked whether to end this call. */
export function isAskedToEnd(call: Call, { screen: { ending } }: Pick<ActionView, 'screen'>): boolean {
  return ending?.callId === call.id && ending.state === 'asked';
}

async function end({ id: callId }: Call, when: EndMoment, { run, screen }: ActionContext): Promise<Outcome> {
  screen.beginEnding(callId);
  const outcome = await run((api) => api.call.end({ callId, when }));
  if (!outcome.ok) screen.forgetEnding(callId);
  return outcome;
}
