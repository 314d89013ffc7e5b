import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * Lints `files` (code by path), in a folder of their own, with one rule of the plugin. Returns the messages in line order.
 * @param {string} rule
 * @param {unknown[]} options
 * @param {Record<string, string>} files
 * @returns {string[]}
 */
export function lintPlanted(rule, options, files) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'switchboard-lint-'));
  try {
    const jsPlugins = [path.resolve('scripts/lint/plugin.mjs')];
    const config = {
      categories: { correctness: 'off' },
      jsPlugins,
      rules: { [`local/${rule}`]: ['error', ...options] },
    };
    for (const [name, code] of Object.entries({ '.oxlintrc.json': JSON.stringify(config), ...files })) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), code);
    }
    return runOxlint(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @param {string} folder */
function runOxlint(folder) {
  const oxlint = path.resolve('node_modules/oxlint/bin/oxlint');
  const { stdout, stderr } = spawnSync(process.execPath, [oxlint, '-f', 'json'], { cwd: folder, encoding: 'utf8' });
  if (!stdout.startsWith('{')) throw new Error(`oxlint did not judge the files: ${stdout}${stderr}`);
  return JSON.parse(stdout)
    .diagnostics.sort((one, other) => offsetOf(one) - offsetOf(other))
    .map(({ message }) => message);
}

function offsetOf({ labels }) {
  return labels[0].span.offset;
}
