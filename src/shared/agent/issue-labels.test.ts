import { expect, it } from 'vitest';
import { z } from 'zod';
import { issueSentence } from './issue-labels';

const schema = z.object({
  text: z.string().min(1).max(5),
  count: z.number().int().min(2).max(1000),
  list: z.array(z.boolean()).max(1),
  kind: z.discriminatedUnion('by', [z.object({ by: z.literal('a') }), z.object({ by: z.literal('b') })]),
  way: z.enum(['one', 'two']),
  url: z.url(),
});
const good = { text: 'abc', count: 3, list: [true], kind: { by: 'a' }, way: 'one', url: 'https://a.example' };

it.each([
  ['text', undefined, 'This is missing.'],
  ['text', 7, 'This must be a text.'],
  ['text', '', 'This may not be empty.'],
  ['text', 'abcdefgh', 'Too long by 3 characters; 5 is the most.'],
  ['count', '3', 'This must be a number.'],
  ['count', 2.5, 'This must be a whole number.'],
  ['count', 1, 'This must be 2 at least.'],
  ['count', 1001, 'This may be 1,000 at most.'],
  ['list', {}, 'This must be a list.'],
  ['list', [true, false], 'There may be 1 at most.'],
  ['list', ['yes'], 'This must be true or false.'],
  ['kind', { by: 'c' }, '"by" is none of the kinds there are.'],
  ['way', 'three', 'This must be one of "one", "two".'],
  ['url', 'nowhere', 'This is no address that can be used.'],
])('%s of %j: %s', (field, value, sentence) => {
  const root = { ...good, [field]: value };
  const read = schema.safeParse(root);
  expect(read.error?.issues.map((issue) => issueSentence(issue, root))).toEqual([sentence]);
});
