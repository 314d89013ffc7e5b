import { AGENT_STATES } from './agent-states';
import { CALL_STATES } from './call-states';
import { DESK_STATES } from './desk-states';
import { LINE_STATES } from './line-states';
import { ONBOARDING_STATES } from './onboarding-states';
import { SETTINGS_STATES } from './settings-states';
import type { State } from './state';
import { TOOL_STATES } from './tool-states';
import { TOP_BAR_STATES } from './top-bar-states';

/** All states, in the order of the list. */
export const STATES: readonly State[] = [
  ...DESK_STATES,
  ...CALL_STATES,
  ...AGENT_STATES,
  ...TOOL_STATES,
  ...LINE_STATES,
  ...SETTINGS_STATES,
  ...ONBOARDING_STATES,
  ...TOP_BAR_STATES,
];
