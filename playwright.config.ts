import { defineConfig, type Project } from '@playwright/test';
import type { ConsoleOptions } from './e2e/console';

/**
 * Limits, in ms, that only tell a wait that ends from one that does not. They cost nothing while tests pass, and even a slow
 * machine does not reach them.
 */
const WAIT_ENDS_MS = 90_000;
const TEST_ENDS_MS = 600_000;

/** Projects that run only on demand: pictures are written to the repository, and a benchmark cannot pass or fail. */
const ON_DEMAND: readonly (Project<ConsoleOptions> & { readonly variable: string })[] = [
  { variable: 'SWITCHBOARD_PICTURES', name: 'pictures', use: { shell: 'electron' }, testMatch: '**/*.pictures.ts' },
  { variable: 'SWITCHBOARD_BENCH', name: 'sound', use: { shell: 'electron' }, testMatch: '**/*.bench.ts' },
];

export default defineConfig<ConsoleOptions>({
  testDir: 'e2e',
  outputDir: 'test-results/e2e',
  forbidOnly: true,
  retries: 0,
  workers: 3,
  fullyParallel: true,
  timeout: TEST_ENDS_MS,
  expect: { timeout: WAIT_ENDS_MS },
  use: { actionTimeout: WAIT_ENDS_MS, navigationTimeout: WAIT_ENDS_MS },
  reporter: [['line'], ['json', { outputFile: 'test-results/e2e.json' }]],
  projects: [
    // Screen states before a scripted main process: no Switchboard runs, and no simulator.
    { name: 'gallery', testMatch: '**/gallery/*.spec.ts' },
    { name: 'browser', use: { shell: 'browser' }, testIgnore: ['**/gallery/*.spec.ts', '**/*.electron.spec.ts'] },
    // Desktop: its own specs, and one path through each feature. The rest of a screen is the same code in both shells.
    {
      name: 'electron',
      use: { shell: 'electron' },
      testIgnore: ['**/gallery/*.spec.ts', '**/*.browser.spec.ts'],
      grep: /\.electron\.spec\.ts|@desktop/,
    },
    ...ON_DEMAND.flatMap(({ variable, ...project }) => (process.env[variable] === '1' ? [project] : [])),
  ],
});
