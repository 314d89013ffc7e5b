import { oc } from '@orpc/contract';
import { z } from 'zod';
import { DeskLimitsSchema, WIDEST_DESK_LIMITS } from '../call/desk-limits';
import { KEY_NAMES } from '../keys/key-name';

/** Steps of onboarding, in order. `done`: the console opens on the live screen. */
export const ONBOARDING_STEPS = ['model', 'carrier', 'tunnel', 'line', 'done'] as const;

/** Way in which the carrier reaches this machine. An empty domain: the one that comes with the ngrok account. */
export const ReachSchema = z.discriminatedUnion('way', [
  z.object({ way: z.literal('ngrok'), domain: z.string().trim().max(253) }),
  z.object({ way: z.literal('own-url'), url: z.url({ protocol: /^https?$/ }).max(2048) }),
]);

export const SetupSchema = z.object({
  onboarding: z.enum(ONBOARDING_STEPS),
  reach: ReachSchema,
  /** Address the carrier asks when it cannot reach this machine; empty: the one the number had before. */
  fallbackUrl: z.union([z.literal(''), z.url({ protocol: /^https$/ }).max(2048)]),
  /** Seconds to wait for an operator who took over and can no longer be heard, before the agent goes on. */
  operatorReturnSeconds: z.int().min(2).max(120).default(8),
  deskLimits: DeskLimitsSchema.default(WIDEST_DESK_LIMITS),
});

export type Setup = z.infer<typeof SetupSchema>;
export type Reach = z.infer<typeof ReachSchema>;
export type OnboardingStep = (typeof ONBOARDING_STEPS)[number];

/** Reasons for refusing a setting. `fixed`: the environment of serve mode decides it. */
export const SETUP_REFUSALS = ['fixed', 'cannot-save', 'not-usable'] as const;

const outcome = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true) }),
  z.object({ ok: z.literal(false), code: z.enum(SETUP_REFUSALS) }),
]);

/** Console API for the user's settings, secrets apart. */
export const setupContract = {
  /** `practising`: practice is on now. `reachFixed`: the environment decides how the carrier reaches this machine. */
  get: oc.output(
    SetupSchema.extend({ practising: z.boolean().default(false), reachFixed: z.boolean().default(false) }),
  ),
  reachOnboarding: oc.input(z.object({ step: z.enum(ONBOARDING_STEPS) })).output(outcome),
  /** Takes effect at once: the tunnel is rebuilt, and live lines follow. */
  chooseReach: oc.input(ReachSchema).output(outcome),
  chooseFallback: oc.input(z.object({ url: SetupSchema.shape.fallbackUrl })).output(outcome),
  chooseOperatorReturn: oc.input(z.object({ seconds: z.int().min(2).max(120) })).output(outcome),
  /** Takes effect with the next call; calls that are on go on. */
  chooseDeskLimits: oc.input(DeskLimitsSchema).output(outcome),
  /** Takes the keys in the predecessor's `.env` texts into the vault. Returns which ones were found and kept. */
  importEnv: oc
    .input(z.object({ text: z.string().max(65_536) }))
    .output(z.object({ taken: z.array(z.enum(KEY_NAMES)).readonly(), domain: z.string().max(253).nullable() })),
  /** Starts or ends practice: simulated callers ring in, beside whatever is live. Needs no keys. */
  practise: oc.input(z.object({ on: z.boolean() })).output(z.object({ on: z.boolean() })),
};
