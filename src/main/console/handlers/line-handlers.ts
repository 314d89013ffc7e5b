import { implement } from '@orpc/server';
import { lineContract } from '../../../shared/contract/line-contract';
import type { LineTestNews } from '../../../shared/line/line-test';
import type { LineCommands } from '../../ports/ports-lines';

/** Handlers of the lines' part of the contract. */
export function createLineHandlers(lines: LineCommands) {
  const line = implement(lineContract);
  return line.router({
    list: line.list.handler(() => lines.list()),
    goLive: line.goLive.handler(({ input }) => lines.goLive(input.number, input)),
    test: line.test.handler(({ input, signal }) => lineTestNews(lines, input.number, signal)),
    goOff: line.goOff.handler(({ input }) => lines.goOff(input.number)),
  });
}

/**
 * Runs a line test and yields its news as the reader pulls them. News are few, so all are buffered; a reader that
 * leaves cancels the test.
 */
export async function* lineTestNews(
  lines: Pick<LineCommands, 'test'>,
  number: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<LineTestNews, void> {
  const gone = new AbortController();
  const leave = (): void => gone.abort();
  const untold: LineTestNews[] = [];
  const reader = { isOver: false, wake: (): void => undefined };
  signal?.addEventListener('abort', leave, { once: true });
  const tell = (news: LineTestNews): void => {
    untold.push(news);
    reader.wake();
  };
  const running = lines.test(number, tell, gone.signal).finally(() => {
    reader.isOver = true;
    reader.wake();
  });
  try {
    for (;;) {
      const next = untold.shift();
      if (next !== undefined) yield next;
      else if (reader.isOver) break;
      else await new Promise<void>((resolve) => (reader.wake = resolve));
    }
    await running;
  } finally {
    signal?.removeEventListener('abort', leave);
    leave();
  }
}
