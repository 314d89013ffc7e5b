import { z } from 'zod';
import { OPENAI_OUTCOMES } from '../keys/key-check';
import { checkLabels } from '../keys/key-check-labels';
import { LINE_PROBLEMS, problemLabels, type ProblemLabels } from './line-problem';

/** Caller id of a line test, as the webhook is told. A caller with this id never becomes a call. */
export const LINE_TEST_CALLER = 'client:switchboard-test';

/** Steps of a line test, in order: all that a call goes through, except the phone and the model's conversation. */
export const LINE_TEST_STEPS = ['number', 'reachable', 'webhook', 'stream', 'audio', 'model'] as const;

export type LineTestStep = (typeof LINE_TEST_STEPS)[number];

/** Problems that only a line test finds. Each has a paragraph in docs/failures.md. */
export const LINE_TEST_PROBLEMS = [
  'line-not-live',
  'line-test-under-way',
  'webhook-timed-out',
  'webhook-broke',
  'webhook-unsigned',
  'webhook-refused',
  'webhook-not-understood',
  'stream-timed-out',
  'stream-refused',
  'stream-broke',
  'no-audio',
] as const;

export type LineTestProblem = (typeof LINE_TEST_PROBLEMS)[number];

/** Code from HTTP, the tunnel or the system, for people who look it up. */
const code = z.string().max(64).optional();

/** Reason why a call would not have been answered: a problem of the line, one that the test found, or OpenAI's answer. */
export const LineTestFailureSchema = z.discriminatedUnion('of', [
  z.object({ of: z.literal('line'), problem: z.enum(LINE_PROBLEMS), code }),
  z.object({ of: z.literal('line-test'), problem: z.enum(LINE_TEST_PROBLEMS), code }),
  z.object({ of: z.literal('model'), outcome: z.enum(OPENAI_OUTCOMES), model: z.string().max(120) }),
]);

export type LineTestFailure = z.infer<typeof LineTestFailureSchema>;

/** Progress of a line test: steps begin one after another, until the test has passed or failed. */
export const LineTestNewsSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('began'), step: z.enum(LINE_TEST_STEPS) }),
  /** `roundTripMs`: through the public address and back to this machine. */
  z.object({ type: z.literal('passed'), roundTripMs: z.number().nonnegative() }),
  z.object({ type: z.literal('failed'), step: z.enum(LINE_TEST_STEPS), failure: LineTestFailureSchema }),
]);

export type LineTestNews = z.infer<typeof LineTestNewsSchema>;

const ON_THE_WAY = 'Check the proxy, tunnel or firewall in front of this machine';

const LABELS: Readonly<Record<LineTestProblem, ProblemLabels>> = {
  'line-not-live': {
    sentence: 'The line is not live, so there is nothing to test.',
    remedy: 'Go live first: that proves most of the way by itself.',
  },
  'line-test-under-way': {
    sentence: 'A test of this line, or of several others, is under way.',
    remedy: 'Wait until it is over.',
  },
  'webhook-timed-out': {
    sentence: 'The webhook did not answer within the 15 seconds that Twilio waits.',
    remedy: `${ON_THE_WAY}: the address itself answers, but not a posted form.`,
  },
  'webhook-broke': {
    sentence: 'The connection to the webhook broke.',
    remedy: `${ON_THE_WAY}, then test again.`,
  },
  'webhook-unsigned': {
    sentence: 'The webhook did not find the test signed as Twilio signs.',
    remedy: `${ON_THE_WAY}: something changes what is posted, or takes the header X-Twilio-Signature off.`,
  },
  'webhook-refused': {
    sentence: 'The webhook was answered with an error instead of leading here.',
    remedy: `${ON_THE_WAY}: it must let POST through to the path /twiml.`,
  },
  'webhook-not-understood': {
    sentence: 'The webhook was not answered by this Switchboard.',
    remedy: 'Check that the public URL leads to this machine, and that no other Switchboard uses it.',
  },
  'stream-timed-out': {
    sentence: 'The audio stream did not open in time.',
    remedy: `${ON_THE_WAY}: it must forward WebSockets.`,
  },
  'stream-refused': {
    sentence: 'The audio stream was refused on its way here.',
    remedy: `${ON_THE_WAY}: it must forward WebSockets, with the headers Upgrade and Connection.`,
  },
  'stream-broke': {
    sentence: 'The audio stream opened, then broke.',
    remedy: `${ON_THE_WAY}: a call’s stream stays open for as long as the call.`,
  },
  'no-audio': {
    sentence: 'The audio stream opened, but the sound did not come back in time.',
    remedy: `${ON_THE_WAY}: something may hold messages back or read them as a whole.`,
  },
};

/** Sentence and remedy for a failed line test. */
export function lineTestLabels(failure: LineTestFailure): ProblemLabels {
  if (failure.of === 'model') return checkLabels({ service: 'openai', ...failure });
  return failure.of === 'line' ? problemLabels(failure.problem) : LABELS[failure.problem];
}
