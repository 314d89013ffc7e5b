import type { Call } from '../../shared/call/call';
import type { ActionView, CallAction, HelpRow, PageAction } from './action';

/** Opens the box for a private note to the agent, whatever the box was for before. */
export const whisper: CallAction = {
  id: 'whisper',
  label: 'Whisper',
  description: 'Whisper',
  group: 'This call',
  scope: 'call',
  key: '5',
  enabledWhen: canWrite,
  perform: (_call, { screen }) => screen.focus('whisper'),
};

/** Opens the box for one line that the agent says to the caller, word for word. */
export const speakAsAgent: CallAction = {
  id: 'speak-as-agent',
  label: 'Speak as agent',
  description: 'Speak as agent: the caller hears it',
  group: 'This call',
  scope: 'call',
  key: 's',
  enabledWhen: canWrite,
  perform: (_call, { screen }) => screen.focus('say'),
};

/** Transcribes what is said while the key is held, and whispers it to the agent. */
export const dictate: CallAction & { readonly label: string } = {
  id: 'dictate',
  label: 'Hold to speak a whisper',
  description: 'Speak a whisper, while held',
  group: 'This call',
  scope: 'call',
  key: 'w',
  listed: 'help',
  enabledWhen: canWrite,
  perform: (_call, { headset }) => headset.dictating.begin(),
  release: async (call, { headset, run }) => {
    const dictated = await headset.dictating.finish();
    if (!dictated.ok) return dictated;
    return run((api) => api.operator.whisper({ callId: call.id, text: dictated.text, spoken: true }));
  },
};

/** Goes to the request with the least time left, from any screen, with the focus on what answers it. */
export const answer: PageAction = {
  id: 'answer',
  label: 'Answer',
  description: 'Answer the next request',
  group: 'All calls',
  scope: 'page',
  key: 'a',
  enabledWhen: (_call, view) => view.isAnyWaiting,
  perform: (_call, { screen, view }) => {
    if (view.screen.shown === null) window.location.hash = '#/live';
    screen.focusSoon('answer');
  },
};

/** Keys that the text boxes handle themselves; no action is bound to them. */
export const WRITING_KEYS: readonly HelpRow[] = [
  { written: ['Enter'], description: 'Send what is written', group: 'Writing' },
  { written: ['Alt', '1…9'], description: 'Send a quick text, while you write a whisper', group: 'Writing' },
  { written: ['Mod', 'Enter'], description: 'Hand back, from its brief', group: 'Writing' },
  { written: ['Esc'], description: 'Leave the box, keep what is written', group: 'Writing' },
];

function canWrite(call: Call, view: ActionView): boolean {
  return view.isConnected && call.phase.name === 'live' && !call.isAgentGone;
}
