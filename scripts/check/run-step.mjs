import { spawn } from 'node:child_process';
import path from 'node:path';

const LABEL_WIDTH = 26;

/**
 * Runs the command of a step and captures its output. The program may be a tool of node_modules. Resolves even if it fails.
 * @param {string[]} command
 * @returns {Promise<{ succeeded: boolean, output: string, seconds: number }>}
 */
export async function runStep([program, ...args]) {
  const startedMs = performance.now();
  const { code, output } = await new Promise((resolve) => {
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
    child.once('close', (status) => resolve({ code: status ?? 1, output: Buffer.concat(parts).toString() }));
  });
  return { succeeded: code === 0, output: output.trim(), seconds: (performance.now() - startedMs) / 1000 };
}

/**
 * Prints the line of a step that has run, and its output if it failed.
 * @param {{ name: string, isFine: boolean, seconds: number, tests: string, output: string }} outcome
 */
export function printOutcome({ name, isFine, seconds, tests, output }) {
  const verdict = isFine ? 'ok    ' : 'FAILED';
  console.log(`${name.padEnd(LABEL_WIDTH)}${verdict} ${seconds.toFixed(1).padStart(6)} s  ${tests}`.trimEnd());
  if (!isFine) console.log(`\n${output}\n`);
}
