import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { LINE_PROBLEMS } from '../line/line-problem';
import { LineTestNewsSchema } from '../line/line-test';
import { DestinationSchema } from '../line/routing';

/** Phone number in E.164. */
const number = z.string().regex(/^\+[1-9]\d{5,14}$/);

/** Success, or a problem; `problemLabels` has its sentence and remedy. */
const outcome = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true) }),
  z.object({ ok: z.literal(false), problem: z.enum(LINE_PROBLEMS) }),
]);

/** Phone number of the account. `destination`: where its calls go, or will go again once it is off. */
const listedLine = z.object({
  number: z.string().max(64),
  name: z.string(),
  canAnswer: z.boolean(),
  state: z.enum(['off', 'going live', 'live', 'degraded']),
  destination: DestinationSchema,
});

/** Console API for lines. Changes to them arrive in the feed, as `line.changed`. */
export const lineContract = {
  /** Asks the carrier for all numbers of the account. */
  list: oc.output(
    z.discriminatedUnion('ok', [
      z.object({ ok: z.literal(true), lines: z.array(listedLine).readonly() }),
      z.object({ ok: z.literal(false), problem: z.enum(LINE_PROBLEMS) }),
    ]),
  ),
  /** Resolves when the line is live or cannot be, after up to 30 s. */
  goLive: oc.input(z.object({ number, takesOverOtherRouting: z.boolean() })).output(outcome),
  /** Resolves when the number is as it was before. Ends a going-live under way. */
  goOff: oc.input(z.object({ number })).output(outcome),
  /** Tests a live line with a call of our own. Yields each step as it begins, then the result; leaving the stream hangs up. */
  test: oc.input(z.object({ number })).output(eventIterator(LineTestNewsSchema)),
};
