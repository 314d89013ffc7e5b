import type { Call } from '../../shared/call/call';
import type { EndMoment } from '../../shared/contract/contract';
import type { Outcome } from '../client/run';
import type { ActionContext, ActionView, CallAction, PageAction } from './action';

/** A second press sooner than this is no answer: somebody types a word with two Es; ms. */
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
    // Judged by when the keys went down, not by when a busy page came to hear of it.
    if (pressedAt !== undefined && pressedAt - ending.firstKeyAt < ANSWER_AFTER_MS) return undefined;
    return end(call, 'now', context);
  },
};

/** Ends the call when what the agent is saying was heard to its end. */
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

/** Takes back the question whether the call is to end. */
export const keepCall: PageAction = {
  id: 'keep-call',
  label: 'Keep',
  description: 'Keep the call',
  group: 'This call',
  // The key is left to others whenever there is nothing to take back.
  scope: 'page',
  key: 'Escape',
  written: ['Esc'],
  listed: 'nowhere',
  enabledWhen: (_call, view) => view.screen.ending?.state === 'asked',
  perform: (_call, { screen, view }) => screen.keep(view.screen.ending?.callId ?? ''),
};

/** True while it is asked whether this call is to end. */
export function isAskedToEnd(call: Call, { screen: { ending } }: Pick<ActionView, 'screen'>): boolean {
  return ending?.callId === call.id && ending.state === 'asked';
}

async function end({ id: callId }: Call, when: EndMoment, { run, screen }: ActionContext): Promise<Outcome> {
  screen.beginEnding(callId);
  const outcome = await run((api) => api.call.end({ callId, when }));
  if (!outcome.ok) screen.forgetEnding(callId);
  return outcome;
}
