import type { Call } from '../../shared/call/call';
import { hasUnheardWords } from '../labels/phase-labels';
import type { ActionView, CallAction } from './action';

/** Plays hold audio to the caller, or gives the floor back to whoever had it. */
export const hold: CallAction = {
  id: 'hold',
  label: (call) => (isHeld(call) ? 'Resume' : 'Hold'),
  description: 'Hold or resume',
  group: 'This call',
  scope: 'sound',
  key: 'h',
  isOn: isHeld,
  enabledWhen: canIntervene,
  perform: (call, { run }) => run((api) => api.operator.hold({ callId: call.id, held: !isHeld(call) })),
};

/** Opens the transfer dialog, which asks for a destination and puts the caller through. */
export const transfer: CallAction = {
  id: 'transfer',
  label: 'Transfer',
  description: 'Transfer',
  group: 'This call',
  scope: 'sound',
  key: 't',
  enabledWhen: canIntervene,
  perform: (call, { screen }) => screen.openDialog({ name: 'transfer', callId: call.id }),
};

/** Opens the keypad, which sends tones to the other end. */
export const keypad: CallAction = {
  id: 'keypad',
  label: 'Keypad',
  description: 'Keypad',
  group: 'This call',
  scope: 'sound',
  key: 'p',
  enabledWhen: canIntervene,
  perform: (call, { screen, view }) => screen.openKeypad(view.screen.keypadOf === call.id ? null : call.id),
};

/** Mutes the agent, which goes on listening while the caller hears nobody, or unmutes it. */
export const muteAgent: CallAction = {
  id: 'mute-agent',
  label: 'Mute agent',
  description: 'Mute or unmute the agent',
  group: 'This call',
  scope: 'sound',
  key: 'q',
  isOn: isAgentMuted,
  enabledWhen: (call, view) => canIntervene(call, view) && !isHeld(call) && call.floor !== 'operator',
  perform: (call, { run }) => run((api) => api.operator.muteAgent({ callId: call.id, muted: !isAgentMuted(call) })),
};

/** Shows the tools of the agent, to be switched off and on for this call. */
const tools: CallAction = {
  id: 'tools',
  label: 'Tools',
  description: 'Tools in this call',
  group: 'This call',
  scope: 'sound',
  key: 'o',
  enabledWhen: canIntervene,
  perform: (call, { screen }) => screen.openDialog({ name: 'tools', callId: call.id }),
};

/** Stops the agent's words that the caller has not heard yet. */
export const stopWords: CallAction = {
  id: 'stop-words',
  label: 'Stop words',
  description: 'Stop the agent’s unheard words',
  group: 'This call',
  scope: 'sound',
  key: 'Space',
  enabledWhen: (call, view) => view.isConnected && hasUnheardWords(call),
  perform: (call, { run }) => run((api) => api.call.stopWords({ callId: call.id })),
};

/** Actions that do not speak to the caller, in the order of their buttons. */
export const CALL_ACTIONS: readonly CallAction[] = [hold, transfer, keypad, muteAgent, tools];

/** True while the console is connected, the call is live, and no transfer is under way. */
export function canIntervene(call: Call, view: ActionView): boolean {
  return view.isConnected && call.phase.name === 'live' && call.transfer === null;
}

function isHeld(call: Call): boolean {
  return call.floorChange?.why === 'held' && call.floor === 'nobody';
}

function isAgentMuted(call: Call): boolean {
  return call.floor === 'nobody' && !isHeld(call);
}
