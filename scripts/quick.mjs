import { printOutcome, runStep } from './check/run-step.mjs';

/**
 * Steps of a look at a small change, side by side: what the tree says of itself, and the unit tests that reach a file that differs
 * from HEAD. `npm run check` proves the whole.
 */
const STEPS = [
  { name: 'types', command: ['npm', 'run', '--silent', 'typecheck'] },
  { name: 'lint', command: ['npm', 'run', '--silent', 'lint'] },
  { name: 'related unit tests', command: ['vitest', 'run', '--project=unit', '--changed', '--passWithNoTests'] },
];

const verdicts = await Promise.all(STEPS.map(take));
process.exitCode = verdicts.every(Boolean) ? 0 : 1;

/** Takes one step. Resolves with whether it succeeded. */
async function take({ name, command }) {
  const { succeeded, output, seconds } = await runStep(command);
  const tests = /^\s*Tests\s+(.+)$/m.exec(output)?.[1] ?? '';
  printOutcome({ name, isFine: succeeded, seconds, tests, output });
  return succeeded;
}
