import { Worker } from 'node:worker_threads';

/** Waits on a thread of its own and kills the process, whatever the main thread and the disk do. */
const KILLER = `
const { workerData } = require('node:worker_threads');
setTimeout(() => process.kill(process.pid, 'SIGKILL'), workerData.limitMs);
`;
const LOOK_EVERY_MS = 20;
/** Requests that hold a thread of Node's pool: files and names. */
const HOLDS_THREAD = /^(?:FSReq|GetAddrInfo)/;

/**
 * Kills this process after `limitMs` unless it has ended by then. Timers of the main thread do not: a thread that is stuck in a
 * loop or in a file never lets them come due.
 */
export function endWithin(limitMs: number): void {
  new Worker(KILLER, { eval: true, workerData: { limitMs } }).unref();
}

/**
 * Calls `exit` once no request holds a thread. An exit stops the killer first and then waits for all threads: with one that a
 * stuck disk holds, it would never end. Until then `endWithin` is what ends the process.
 */
export function exitWhenFree(exit: () => void): void {
  const isHeld = process.getActiveResourcesInfo().some((name) => HOLDS_THREAD.test(name));
  if (isHeld) setTimeout(() => exitWhenFree(exit), LOOK_EVERY_MS);
  else exit();
}
