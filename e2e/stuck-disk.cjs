'use strict';
/** Loaded by Electron before the app. From `SIGUSR2` on its disk is stuck: whoever writes a file waits for ever. */
const fs = require('node:fs');

const wait = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);

process.on('SIGUSR2', () => {
  for (const name of ['openSync', 'writeSync', 'writeFileSync', 'renameSync', 'fsyncSync']) fs[name] = wait;
});
