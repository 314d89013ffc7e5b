import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { printOutcome, runStep } from './check/run-step.mjs';

const changed = listChanges().filter((file) => /\.(?:m?[jt]s|tsx|cjs)$/.test(file) && existsSync(file));

/**
 * Steps of a quick check, run side by side: types of the tree, lint of the files that differ from HEAD, and the unit tests
 * that reach one. `npm run check` proves the whole.
 */
const STEPS = [
  { name: 'types', command: ['npm', 'run', '--silent', 'typecheck'] },
  ...(changed.length === 0 ? [] : [{ name: 'lint', command: ['npm', 'run', '--silent', 'lint', '--', ...changed] }]),
  { name: 'related unit tests', command: ['vitest', 'run', '--project=unit', '--changed', '--passWithNoTests'] },
];

const verdicts = await Promise.all(STEPS.map(take));
process.exitCode = verdicts.every(Boolean) ? 0 : 1;

/** Runs one step. Resolves with true if it succeeded. */
async function take({ name, command }) {
  const { succeeded, output, seconds } = await runStep(command);
  const tests = /^\s*Tests\s+(.+)$/m.exec(output)?.[1] ?? '';
  printOutcome({ name, isFine: succeeded, seconds, tests, output });
  return succeeded;
}

/** Lists files that differ from HEAD and untracked files. */
function listChanges() {
  const commands = [
    ['diff', '--name-only', 'HEAD'],
    ['ls-files', '--others', '--exclude-standard'],
  ];
  return commands.flatMap((args) => spawnSync('git', args, { encoding: 'utf8' }).stdout.split('\n').filter(Boolean));
}
