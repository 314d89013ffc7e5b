import { execFileSync } from 'node:child_process';
import { open } from 'node:fs';
import { endWithin, exitWhenFree } from './last-limit';

/** Threads of Node's pool, all of which wait here for a pipe that nobody writes: so does a disk that is stuck. */
const POOL = 4;

/**
 * Process that cannot end by itself: `node <this> <how> <folder>`. `stuck`: its file threads wait for ever.
 * `busy`: its main thread never returns. Its last limit is a second.
 */
const [how = '', folder = ''] = process.argv.slice(2);

endWithin(1000);
if (how === 'stuck') {
  const pipe = `${folder}/pipe`;
  execFileSync('mkfifo', [pipe]);
  for (let thread = 0; thread < POOL; thread += 1) open(pipe, 'r', () => undefined);
}
setTimeout(() => {
  process.stdout.write('ending\n');
  setTimeout(() => {
    if (how === 'busy') for (;;);
    exitWhenFree(() => process.exit(0));
  }, 50);
}, 100);
