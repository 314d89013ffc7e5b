import { existsSync, readFileSync } from 'node:fs';

const UNIT_REPORT = 'test-results/unit.json';
const E2E_REPORT = 'test-results/e2e.json';

/**
 * What must be true of the tree, cheapest first. `count` reads from `report` how many tests a step ran.
 * @type {{ name: string, command: string[], report?: string, count?: (report) => { passed: number, failed: number } }[]}
 */
export const STEPS = [
  { name: 'types', command: ['tsc', '-b'] },
  { name: 'lint', command: ['eslint', '.', '--max-warnings', '0'] },
  { name: 'format', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
  { name: 'dead code', command: ['knip', '--no-progress'] },
  {
    name: 'unit and scenario tests',
    command: ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${UNIT_REPORT}`],
    report: UNIT_REPORT,
    count: ({ numPassedTests, numTotalTests }) => ({ passed: numPassedTests, failed: numTotalTests - numPassedTests }),
  },
  { name: 'build', command: ['electron-vite', 'build', '--logLevel', 'warn'] },
  ...['browser', 'electron'].map((project) => ({
    name: `end to end, ${project}`,
    command: ['playwright', 'test', `--project=${project}`],
    report: E2E_REPORT,
    count: ({ stats }) => ({ passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped }),
  })),
];

/** How many tests a step ran, by its report; a step that left none counts as one failure if it failed, as nothing otherwise. */
export function countOf(step, succeeded) {
  const counted =
    step.count && existsSync(step.report) ? step.count(JSON.parse(readFileSync(step.report, 'utf8'))) : undefined;
  const { passed, failed } = counted ?? { passed: 0, failed: 0 };
  return { passed, failed: succeeded ? failed : Math.max(failed, 1) };
}
