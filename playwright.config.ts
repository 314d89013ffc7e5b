import { defineConfig, type Project } from '@playwright/test';
import type { ConsoleOptions } from './e2e/console';

/** Takes the pictures of the docs anew; only when asked, because it writes into the repository. */
const pictures: Project<ConsoleOptions> = {
  name: 'pictures',
  use: { shell: 'electron' },
  testMatch: '**/*.pictures.ts',
  timeout: 180_000,
};

export default defineConfig<ConsoleOptions>({
  testDir: 'e2e',
  outputDir: 'test-results/e2e',
  forbidOnly: true,
  retries: 0,
  workers: 3,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['line'], ['json', { outputFile: 'test-results/e2e.json' }]],
  projects: [
    { name: 'browser', use: { shell: 'browser' }, testIgnore: '**/*.electron.spec.ts' },
    { name: 'electron', use: { shell: 'electron' }, testIgnore: '**/*.browser.spec.ts' },
    ...(process.env['SWITCHBOARD_PICTURES'] === '1' ? [pictures] : []),
  ],
});
