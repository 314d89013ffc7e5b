import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { countOf, STAGES } from './check/steps.mjs';

const LABEL_WIDTH = 26;

const total = { passed: 0, failed: 0 };
for (const steps of STAGES) {
  for (const { passed, failed } of await Promise.all(steps.map(take))) {
    total.passed += passed;
    total.failed += failed;
  }
  if (total.failed > 0) {
    process.exitCode = 1;
    break;
  }
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);

/** Runs one step, prints one line, and its output if it failed. */
async function take(step) {
  const { name, command, report } = step;
  if (report) rmSync(report, { force: true });
  const startedMs = performance.now();
  const { code, output } = await run(command);
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1).padStart(6);
  const count = countOf(step, code === 0);
  const isFine = count.failed === 0;
  const tests = step.count ? `  ${count.passed} passed, ${count.failed} failed` : '';
  console.log(`${name.padEnd(LABEL_WIDTH)}${isFine ? 'ok    ' : 'FAILED'} ${seconds} s${tests}`);
  if (!isFine) console.log(`\n${output.trim()}\n`);
  return count;
}

/** Runs a tool of node_modules, its output kept. `npm run` has put those on the path; `npx` finds them otherwise. */
function run(command) {
  return new Promise((resolve) => {
    const child = spawn('npx', ['--no-install', ...command], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1' },
    });
    const parts = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => parts.push(part));
    child.once('error', (error) => resolve({ code: 127, output: error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(parts).toString() }));
  });
}
