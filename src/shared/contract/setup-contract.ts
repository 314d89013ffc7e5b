import { oc } from '@orpc/contract';
import { z } from 'zod';
import { KEY_NAMES } from '../keys/key-name';

/** The steps of onboarding, in order. `done`: the console opens on the live screen. */
export const ONBOARDING_STEPS = ['model', 'carrier', 'tunnel', 'line', 'done'] as const;

/** How the carrier reaches this machine. An empty domain: the one that comes with the ngrok account. */
export const ReachSchema = z.discriminatedUnion('way', [
  z.object({ way: z.literal('ngrok'), domain: z.string().trim().max(253) }),
  z.object({ way: z.literal('own-url'), url: z.url({ protocol: /^https?$/ }).max(2048) }),
]);

export const SetupSchema = z.object({
  onboarding: z.enum(ONBOARDING_STEPS),
  reach: ReachSchema,
  /** What the carrier asks when it cannot reach this machine; empty: what the number had before. */
  fallbackUrl: z.union([z.literal(''), z.url({ protocol: /^https$/ }).max(2048)]),
  /** How long an operator who took over and cannot be heard any more is waited for, before the agent goes on. */
  operatorReturnSeconds: z.int().min(2).max(120).default(8),
});

export type Setup = z.infer<typeof SetupSchema>;
export type Reach = z.infer<typeof ReachSchema>;
export type OnboardingStep = (typeof ONBOARDING_STEPS)[number];

/** Why a choice was not taken. `fixed`: serve mode was told by its environment. */
export const SETUP_REFUSALS = ['fixed', 'cannot-save', 'not-usable'] as const;

const outcome = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true) }),
  z.object({ ok: z.literal(false), code: z.enum(SETUP_REFUSALS) }),
]);

/** The part of the console API that is about what the user chose, secrets apart. */
export const setupContract = {
  /** `practising`: practice is on now. `reachFixed`: the environment says how the carrier reaches this machine. */
  get: oc.output(
    SetupSchema.extend({ practising: z.boolean().default(false), reachFixed: z.boolean().default(false) }),
  ),
  reachOnboarding: oc.input(z.object({ step: z.enum(ONBOARDING_STEPS) })).output(outcome),
  /** Takes effect at once: the tunnel is rebuilt, live lines follow. */
  chooseReach: oc.input(ReachSchema).output(outcome),
  chooseFallback: oc.input(z.object({ url: SetupSchema.shape.fallbackUrl })).output(outcome),
  chooseOperatorReturn: oc.input(z.object({ seconds: z.int().min(2).max(120) })).output(outcome),
  /** The keys in the predecessor's `.env` texts, taken into the vault. Answers which were found and kept. */
  importEnv: oc
    .input(z.object({ text: z.string().max(65_536) }))
    .output(z.object({ taken: z.array(z.enum(KEY_NAMES)).readonly(), domain: z.string().max(253).nullable() })),
  /** Simulated callers ring in, beside whatever is live, until it is ended. Needs no keys. */
  practise: oc.input(z.object({ on: z.boolean() })).output(z.object({ on: z.boolean() })),
};
