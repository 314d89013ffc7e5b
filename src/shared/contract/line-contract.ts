import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { LINE_PROBLEMS } from '../line/line-problem';
import { RehearsalNewsSchema } from '../line/rehearsal';
import { DestinationSchema } from '../line/routing';

/** E.164. */
const number = z.string().regex(/^\+[1-9]\d{5,14}$/);

/** Done, or why not; the sentence and the remedy are `problemWords` of it. */
const outcome = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true) }),
  z.object({ ok: z.literal(false), problem: z.enum(LINE_PROBLEMS) }),
]);

/** A number of the account. `destination`: where its calls go, or will go again when it goes off. */
const listedLine = z.object({
  number: z.string().max(64),
  name: z.string(),
  canAnswer: z.boolean(),
  state: z.enum(['off', 'going live', 'live', 'degraded']),
  destination: DestinationSchema,
});

/** The part of the console API that is about lines. What happens to them is told by the feed, as `line.changed`. */
export const lineContract = {
  /** Asks the carrier for all numbers of the account. */
  list: oc.output(
    z.discriminatedUnion('ok', [
      z.object({ ok: z.literal(true), lines: z.array(listedLine).readonly() }),
      z.object({ ok: z.literal(false), problem: z.enum(LINE_PROBLEMS) }),
    ]),
  ),
  /** Answers when the line is live or cannot be, up to half a minute later. */
  goLive: oc.input(z.object({ number, takesOverOtherRouting: z.boolean() })).output(outcome),
  /** Answers when the number is as it was before. Ends a going live that is under way. */
  goOff: oc.input(z.object({ number })).output(outcome),
  /** A call of our own to a line that is live: each step as it begins, then what came of it. Leaving hangs up. */
  rehearse: oc.input(z.object({ number })).output(eventIterator(RehearsalNewsSchema)),
};
