import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { countOf, isPossible, STAGES } from './check/steps.mjs';

const LABEL_WIDTH = 26;

const total = { passed: 0, failed: 0 };
const failed = new Set();
for (const steps of STAGES) {
  await Promise.all(steps.map(take));
}
if (total.failed > 0) process.exitCode = 1;
console.log(`\n${total.passed} passed, ${total.failed} failed`);

/** Runs one step, prints one line, and its output if it failed. A failure keeps no other step from running but those that need it. */
async function take(step) {
  const { name, command, report } = step;
  if (!isPossible(step, failed)) {
    console.log(`${name.padEnd(LABEL_WIDTH)}not run, for want of: ${step.needs}`);
    failed.add(name);
    total.failed += 1;
    return;
  }
  if (report) rmSync(report, { force: true });
  const startedMs = performance.now();
  const { code, output } = await run(command);
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1).padStart(6);
  const count = countOf(step, code === 0);
  const isFine = count.failed === 0;
  const tests = step.count ? `  ${count.passed} passed, ${count.failed} failed` : '';
  console.log(`${name.padEnd(LABEL_WIDTH)}${isFine ? 'ok    ' : 'FAILED'} ${seconds} s${tests}`);
  if (!isFine) {
    console.log(`\n${output.trim()}\n`);
    failed.add(name);
  }
  total.passed += count.passed;
  total.failed += count.failed;
}

/** Runs a tool of node_modules or of the system and keeps its output. */
function run([program, ...args]) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        PATH: [path.resolve('node_modules/.bin'), process.env.PATH].join(path.delimiter),
        FORCE_COLOR: '0',
        NO_COLOR: '1',
      },
    });
    const parts = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => parts.push(part));
    child.once('error', (error) => resolve({ code: 127, output: error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(parts).toString() }));
  });
}
