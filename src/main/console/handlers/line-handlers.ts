import { implement } from '@orpc/server';
import { lineContract } from '../../../shared/contract/line-contract';
import type { LineCommands } from '../../ports/ports-lines';
import { rehearsalNews } from './rehearsal-news';

/** The handlers of the part of the contract that is about lines. */
export function createLineHandlers(lines: LineCommands) {
  const line = implement(lineContract);
  return line.router({
    list: line.list.handler(() => lines.list()),
    goLive: line.goLive.handler(({ input }) => lines.goLive(input.number, input)),
    rehearse: line.rehearse.handler(({ input, signal }) => rehearsalNews(lines, input.number, signal)),
    goOff: line.goOff.handler(({ input }) => lines.goOff(input.number)),
  });
}
