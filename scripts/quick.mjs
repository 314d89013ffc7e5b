import { spawn } from 'node:child_process';

/**
 * Steps of a look at a small change, side by side: what the tree says of itself, and the unit tests that reach a file that differs
 * from HEAD. `npm run check` proves the whole.
 */
const STEPS = [
  { name: 'types', command: ['npm', 'run', '--silent', 'typecheck'] },
  { name: 'lint', command: ['npm', 'run', '--silent', 'lint'] },
  {
    name: 'related unit tests',
    command: ['npx', '--no-install', 'vitest', 'run', '--project=unit', '--changed', '--passWithNoTests'],
  },
];

const LABEL_WIDTH = 26;

const verdicts = await Promise.all(STEPS.map(take));
process.exitCode = verdicts.every(Boolean) ? 0 : 1;

/** Runs one step and prints one line, and its output if it failed. Resolves with whether it succeeded. */
async function take({ name, command }) {
  const startedMs = performance.now();
  const { code, output } = await run(command);
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1).padStart(6);
  const tests = /^\s*Tests\s+(.+)$/m.exec(output)?.[1] ?? '';
  console.log(`${name.padEnd(LABEL_WIDTH)}${code === 0 ? 'ok    ' : 'FAILED'} ${seconds} s  ${tests}`.trimEnd());
  if (code !== 0) console.log(`\n${output.trim()}\n`);
  return code === 0;
}

function run([program, ...args]) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1' },
    });
    const parts = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => parts.push(part));
    child.once('error', (error) => resolve({ code: 127, output: error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(parts).toString() }));
  });
}
