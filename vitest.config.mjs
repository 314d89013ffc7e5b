import os from 'node:os';
import { defineConfig } from 'vitest/config';
import { modulePath, passingFolder } from './scripts/build/node-bundle.mjs';
import { sortTests } from './scripts/check/test-projects.mjs';

const { unit, wire } = sortTests(['src', 'scripts', 'test']);

/** Tells what hangs from what is slow; ms. A third of a busy core takes ten times as long as a quiet one, and that is no failure. */
const HANGS_MS = 120_000;

export default defineConfig({
  plugins: [modulePath(passingFolder())],
  test: {
    environment: 'node',
    restoreMocks: true,
    maxWorkers: Math.max(2, os.availableParallelism() - 1),
    testTimeout: HANGS_MS,
    hookTimeout: HANGS_MS,
    teardownTimeout: HANGS_MS,
    expect: { poll: { interval: 5, timeout: HANGS_MS / 2 } },
    // Files of one worker share what they import, which takes longer to load than most of them take to run.
    isolate: false,
    projects: [
      { extends: true, test: { name: 'unit', include: unit, pool: 'threads' } },
      // Processes of their own: these tests count sockets and end processes.
      { extends: true, test: { name: 'wire', include: wire, pool: 'forks' } },
    ],
  },
});
