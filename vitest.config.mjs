import { defineConfig } from 'vitest/config';
import { modulePath } from './scripts/build/module-path.mjs';

export default defineConfig({
  plugins: [modulePath()],
  test: {
    environment: 'node',
    include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.mjs'],
    restoreMocks: true,
  },
});
