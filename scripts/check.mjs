import { rmSync } from 'node:fs';
import { printOutcome, runStep } from './check/run-step.mjs';
import { countOf, isPossible, STAGES } from './check/steps.mjs';

const total = { passed: 0, failed: 0 };
/** @type {Set<string>} */
const failed = new Set();
for (const steps of STAGES) {
  await Promise.all(steps.map(take));
}
if (total.failed > 0) process.exitCode = 1;
console.log(`\n${total.passed} passed, ${total.failed} failed`);

/** Runs one step and counts its tests. A failure skips only the steps that need it. */
async function take(step) {
  const { name, command, needs, report } = step;
  if (!isPossible(step, failed)) {
    printOutcome({ name, isFine: false, seconds: 0, tests: '', output: `not run, because this failed: ${needs}` });
    failed.add(name);
    total.failed += 1;
    return;
  }
  if (report) rmSync(report, { force: true });
  const { succeeded, output, seconds } = await runStep(command);
  const count = countOf(step, succeeded);
  const isFine = count.failed === 0;
  const tests = step.count ? `${count.passed} passed, ${count.failed} failed` : '';
  printOutcome({ name, isFine, seconds, tests, output });
  if (!isFine) failed.add(name);
  total.passed += count.passed;
  total.failed += count.failed;
}
