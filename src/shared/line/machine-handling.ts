/**
 * Conduct towards a machine that answers a call out: not looked for, told as soon as it answers, told when its beep has
 * sounded, or hung up on.
 */
export const MACHINE_HANDLINGS = ['ignore', 'tell', 'tell-after-beep', 'hang-up'] as const;

export type MachineHandling = (typeof MACHINE_HANDLINGS)[number];
