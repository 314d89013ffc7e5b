import { createLog, toStandardError } from './log';

/**
 * Process that logs 4 MB to a standard error that nobody reads, and says on its standard output how long its loop was away
 * for it, in ms.
 */
const log = createLog(toStandardError());
const detail = 'x'.repeat(1000);

setImmediate(() => {
  const before = performance.now();
  for (let line = 0; line < 4000; line += 1) log.info('test.line', { line, detail });
  setImmediate(() => {
    process.stdout.write(`${Math.round(performance.now() - before)}`);
    process.exit(0);
  });
});
