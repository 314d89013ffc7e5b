import os from 'node:os';
import { defineConfig } from 'vitest/config';
import { modulePath, passingFolder } from './scripts/build/node-bundle.mjs';

export default defineConfig({
  plugins: [modulePath(passingFolder())],
  test: {
    environment: 'node',
    include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.mjs'],
    // Most tests wait for sockets and clocks: two at a time take little more than half the time, on two cores as well.
    maxWorkers: Math.max(2, os.availableParallelism() - 1),
    restoreMocks: true,
  },
});
