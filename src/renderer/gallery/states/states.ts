import { DESK_STATES } from './desk-states';
import type { State } from './state';

/** All states, in the order of the list. */
export const STATES: readonly State[] = [...DESK_STATES];
