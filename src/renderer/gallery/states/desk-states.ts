import type { State } from './state';

/** States of the live desk. */
export const DESK_STATES: readonly State[] = [
  { name: 'desk-empty', at: '/live', shows: 'No line is live' },
  { name: 'desk-waiting', at: '/live', shows: 'Connecting', link: 'never' },
];
