import { z } from 'zod';

/** Outcomes of checking the key with OpenAI. */
export const OPENAI_OUTCOMES = [
  'ok',
  'no-key',
  'no-such-model',
  'key-refused',
  'no-quota',
  'account-not-active',
  'may-not-list',
  'region-not-served',
  'wrong-host',
  'too-many-requests',
  'service-trouble',
  'unreachable',
  'timed-out',
  'not-understood',
] as const;

/** Outcomes of checking the Account SID and the Auth Token with Twilio. */
export const TWILIO_OUTCOMES = [
  'ok',
  'no-keys',
  'no-account-sid',
  'no-auth-token',
  'api-key-without-token',
  'api-key-sid',
  'keys-refused',
  'other-region',
  'test-credentials',
  'account-suspended',
  'account-closed',
  'account-not-active',
  'not-permitted',
  'too-many-requests',
  'service-trouble',
  'unreachable',
  'timed-out',
  'not-understood',
] as const;

/** Notes about an account that works. */
export const TWILIO_NOTES = ['trial', 'subaccount', 'api-key-refused', 'api-key-incomplete'] as const;

/** Outcomes of checking the form of the ngrok authtoken; only the tunnel itself proves the token. */
export const NGROK_OUTCOMES = ['looks-right', 'no-key', 'not-this-kind'] as const;

export const OpenAiCheckSchema = z.object({
  service: z.literal('openai'),
  outcome: z.enum(OPENAI_OUTCOMES),
  /** Model that was looked up. */
  model: z.string().max(120),
  /** Day on which the service ends the model, as `2027-01-20`; absent: none is announced. */
  endsOn: z.iso.date().optional(),
});

export const TwilioCheckSchema = z.object({
  service: z.literal('twilio'),
  outcome: z.enum(TWILIO_OUTCOMES),
  /** Null when the account could not be seen. */
  accountName: z.string().max(120).nullable(),
  notes: z.array(z.enum(TWILIO_NOTES)).readonly(),
});

export const NgrokCheckSchema = z.object({ service: z.literal('ngrok'), outcome: z.enum(NGROK_OUTCOMES) });

export const KeyCheckSchema = z.discriminatedUnion('service', [OpenAiCheckSchema, TwilioCheckSchema, NgrokCheckSchema]);

export type OpenAiCheck = Readonly<z.infer<typeof OpenAiCheckSchema>>;
export type TwilioCheck = Readonly<z.infer<typeof TwilioCheckSchema>>;
export type NgrokCheck = Readonly<z.infer<typeof NgrokCheckSchema>>;
export type KeyCheck = OpenAiCheck | TwilioCheck | NgrokCheck;

export type OpenAiOutcome = OpenAiCheck['outcome'];
export type TwilioOutcome = TwilioCheck['outcome'];
export type TwilioNote = TwilioCheck['notes'][number];
export type NgrokOutcome = NgrokCheck['outcome'];
