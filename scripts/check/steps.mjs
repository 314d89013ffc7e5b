import { existsSync, readFileSync } from 'node:fs';

const UNIT_REPORT = 'test-results/unit.json';
const E2E_REPORT = 'test-results/e2e.json';

/**
 * @typedef {{ passed: number, failed: number }} Count
 * @typedef {{ name: string, command: string[], needs?: string, report?: string, count?: (report) => Count }} Step
 */

/**
 * The steps that prove the tree, cheapest first; the steps of a stage run side by side. `needs` names a step without which this
 * one cannot run; `count` reads from `report` how many tests a step ran.
 * @type {Step[][]}
 */
export const STAGES = [
  [
    { name: 'types', command: ['tsc', '-b', '--singleThreaded'] },
    { name: 'lint', command: ['oxlint', '-c', 'oxlint.config.mjs'] },
  ],
  [
    { name: 'format', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
    { name: 'dead code', command: ['knip', '--no-progress'] },
  ],
  [
    {
      name: 'unit and scenario tests',
      command: ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${UNIT_REPORT}`],
      report: UNIT_REPORT,
      count: ({ numPassedTests, numTotalTests }) => ({
        passed: numPassedTests,
        failed: numTotalTests - numPassedTests,
      }),
    },
  ],
  [
    { name: 'build', command: ['npm', 'run', '--silent', 'build'] },
    { name: 'gallery build', command: ['npm', 'run', '--silent', 'gallery:build'] },
  ],
  [
    {
      name: 'end to end',
      command: ['playwright', 'test'],
      needs: 'build',
      report: E2E_REPORT,
      count: ({ stats }) => ({ passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped }),
    },
  ],
];

/**
 * Counts the tests a step ran, from its report. A failed step counts as at least one failure, and so does one that should have
 * run tests and ran none.
 * @param {Step} step
 * @param {boolean} succeeded
 * @returns {Count}
 */
export function countOf(step, succeeded) {
  const { passed, failed } = readCount(step);
  const isHollow = step.count !== undefined && passed === 0;
  return { passed, failed: succeeded && !isHollow ? failed : Math.max(failed, 1) };
}

/**
 * True unless the step needs another one that failed or was skipped.
 * @param {Step} step
 * @param {ReadonlySet<string>} failed names of those steps
 */
export function isPossible({ needs }, failed) {
  return needs === undefined || !failed.has(needs);
}

/** @param {Step} step */
function readCount({ report, count }) {
  if (!count || !report || !existsSync(report)) return { passed: 0, failed: 0 };
  return count(JSON.parse(readFileSync(report, 'utf8')));
}
