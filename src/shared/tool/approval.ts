import { z } from 'zod';
import { assertNever } from '../std/assert-never';
import { ARGUMENT_PATH, valueAt } from './template';

/** Tests that a condition may apply to an argument. */
export const CONDITION_TESTS = ['more-than', 'less-than', 'is', 'is-not', 'contains', 'is-there'] as const;

export type ConditionTest = (typeof CONDITION_TESTS)[number];

const condition = z.object({
  argument: z.string().regex(ARGUMENT_PATH),
  test: z.enum(CONDITION_TESTS),
  /** A number for `more-than` and `less-than`; unused by `is-there`. */
  value: z.string().max(200),
});

export type ApprovalCondition = Readonly<z.infer<typeof condition>>;

/** Time a request for approval stays open; ms. */
const waitMs = z.number().int().min(5000).max(600_000);

/** Approval rule of a tool: when a person must approve it before it runs. A tool without a rule never asks. */
export const ApprovalSchema = z.discriminatedUnion('when', [
  z.object({ when: z.literal('always'), waitMs }),
  /** One matching condition is enough. */
  z.object({ when: z.literal('matching'), waitMs, conditions: z.array(condition).min(1).max(8).readonly() }),
]);

export type Approval = z.infer<typeof ApprovalSchema>;

/**
 * Tells whether these arguments need a person's approval. A condition that cannot be evaluated, such as `more-than` on a text,
 * counts as met.
 */
export function needsApproval(approval: Approval | undefined, args: unknown): boolean {
  if (approval === undefined) return false;
  return approval.when === 'always' || approval.conditions.some((each) => meets(each, valueAt(args, each.argument)));
}

function meets({ test, value: wanted }: ApprovalCondition, value: unknown): boolean {
  switch (test) {
    case 'is-there':
      return value !== undefined && value !== null;
    case 'more-than':
      return !(numberOf(value) <= numberOf(wanted));
    case 'less-than':
      return !(numberOf(value) >= numberOf(wanted));
    case 'is':
      return textOf(value) === wanted.toLowerCase();
    case 'is-not':
      return textOf(value) !== wanted.toLowerCase();
    case 'contains':
      return textOf(value).includes(wanted.toLowerCase());
    default:
      return assertNever(test);
  }
}

/** Converts a value to a number; NaN if it is none, so that every comparison with it is false. */
function numberOf(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return (typeof value === 'string' ? value : JSON.stringify(value)).toLowerCase();
}
