import { pino } from 'pino';
import type { Log } from './ports/ports';

/**
 * Creates a log of codes, ids and counts, one JSON line each, to standard error or to a file. Errors are named, never
 * dumped.
 */
export function createLog(file?: string): Log & { flush(): void } {
  const destination = pino.destination({ dest: file ?? 2, sync: file === undefined, mkdir: true });
  const logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
  return {
    info: (code, facts) => logger.info({ code, ...facts }),
    warn: (code, facts) => logger.warn({ code, ...facts }),
    error: (code, facts) => logger.error({ code, ...facts }),
    flush: () => {
      if (file !== undefined) destination.flushSync();
    },
  };
}
