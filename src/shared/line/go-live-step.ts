/** Steps of going live, in order. A line's `step` is the one under way or the one that failed; those before it are done. */
export const GO_LIVE_STEPS = [
  'keys',
  'listener',
  'tunnel',
  'reachable',
  'routing-saved',
  'pointed',
  'verified',
] as const;

export type GoLiveStep = (typeof GO_LIVE_STEPS)[number];
