'use strict';
/** Loaded by Electron before the app. Leaves the garbage collector a finalization registry to clean up at whatever moment the process ends. */
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
const registry = new FinalizationRegistry(leaveSomethingToClean);

function leaveSomethingToClean() {
  registry.register({}, 'gone');
  collect();
}

process.once('exit', leaveSomethingToClean);
