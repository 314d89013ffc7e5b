import type { Call } from '../../shared/call/call';
import type { ActionView, CallAction, PageAction } from './action';
import { canIntervene } from './call-actions';
import { pendingKey } from './screen-state';

/** Listens to the call, or stops listening; neither changes anything for the caller. */
export const listen: CallAction = {
  id: 'listen',
  label: 'Listen',
  description: 'Listen',
  group: 'This call',
  scope: 'sound',
  key: '4',
  isOn: isListening,
  enabledWhen: (call, view) => (view.isConnected && call.phase.name === 'live') || isListening(call, view),
  perform: (call, { headset, view }) => headset.listen(isListening(call, view) ? null : call.id),
};

/** Lets the caller hear this operator instead of the agent. */
export const takeOver: CallAction = {
  id: 'take-over',
  label: 'Take over',
  description: 'Take over',
  group: 'This call',
  scope: 'sound',
  key: '6',
  enabledWhen: (call, view) =>
    canIntervene(call, view) &&
    view.headset.live === null &&
    !view.screen.pending.has(pendingKey('take-over', call)) &&
    // An operator who cannot be heard any more leaves the floor to whoever takes over now.
    (call.operator === null || call.operator.lost !== null),
  perform: (call, { headset }) => headset.takeOver(call.id),
};

/** Lets the caller hear this operator as long as the key is held, in push-to-talk. */
export const talk: CallAction = {
  id: 'talk',
  label: (_call, view) => (view.headset.live?.talking === true ? 'Talking' : 'Hold to talk'),
  description: 'Speak to the caller, while held',
  group: 'This call',
  scope: 'sound',
  key: '6',
  listed: 'nowhere',
  isOn: (_call, view) => view.headset.live?.talking === true,
  enabledWhen: (call, { headset: { live } }) => live?.callId === call.id && live.way === 'push-to-talk',
  perform: (_call, { headset }) => headset.takingOver.press(true),
  release: (_call, { headset }) => headset.takingOver.press(false),
};

/** Asks for a brief, and gives the call back to the agent. */
export const handBack: CallAction = {
  id: 'hand-back',
  label: 'Hand back',
  description: 'Hand back',
  group: 'This call',
  scope: 'sound',
  key: '1',
  enabledWhen: (call, view) => call.operator !== null && canIntervene(call, view) && !call.isAgentGone,
  perform: (call, { screen }) => screen.openDialog({ name: 'hand-back', callId: call.id }),
};

/** Mutes or unmutes this operator's microphone: to the caller, or in a practice call to the agent. */
export const muteMyself: PageAction = {
  id: 'mute-myself',
  label: (_call, view) => (isMuted(view) ? 'Unmute' : 'Mute'),
  description: 'Mute yourself while live, or unmute',
  group: 'This call',
  scope: 'page',
  key: 'm',
  isOn: (_call, view) => isMuted(view),
  enabledWhen: (_call, { headset: { live, practice }, isConnected }) =>
    live === null ? practice?.name === 'on' : isConnected,
  perform: (_call, { headset, view }) => {
    const muted = !isMuted(view);
    if (view.headset.live !== null) return headset.takingOver.mute(muted);
    headset.practising.mute(muted);
    return undefined;
  },
};

function isListening(call: Call, view: ActionView): boolean {
  return view.headset.listened?.callId === call.id;
}

function isMuted({ headset: { live, practice } }: ActionView): boolean {
  if (live !== null) return live.muted;
  return practice?.name === 'on' && practice.muted;
}
