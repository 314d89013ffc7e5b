import { defineConfig } from 'vitest/config';
import { modulePath, passingFolder } from './scripts/build/node-bundle.mjs';

export default defineConfig({
  plugins: [modulePath(passingFolder())],
  test: {
    environment: 'node',
    include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.mjs'],
    restoreMocks: true,
  },
});
