import type { ToolProblem } from '../../shared/tool/tool-problems';

/** What the editor calls the part of a tool that a problem is in. */
const PLACES: Readonly<Record<string, string>> = {
  name: 'Name',
  description: 'Description',
  parameters: 'Arguments',
  answer: 'Fields of the form',
  options: 'One-click replies',
  ifNobody: 'When nobody answers in time',
  whileRunning: 'What the agent says meanwhile',
  timeoutMs: 'Time-out',
  url: 'Address',
  headers: 'Headers',
  query: 'Query',
  body: 'Body',
  pick: 'Parts of the answer',
  code: 'JavaScript',
  origins: 'fetch may ask',
  functions: 'Its tools',
  destinations: 'To whom',
  countries: 'Countries',
  approval: 'Approval',
};

/** A problem of a tool in one sentence, with the field it is in as the editor names it. */
export function problemWords({ where, sentence }: ToolProblem): string {
  const place = PLACES[where.split('.')[0] ?? ''];
  return place === undefined ? sentence : `${place}: ${sentence}`;
}
