import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { bundleForNode } from './build/node-bundle.mjs';

/** Bundles the programs that run beside the product, benchmarks and simulators, each as `out/tools/<name>.cjs`. */
const OUT = 'out/tools';

const SOURCES = [
  { folder: 'bench', pattern: /^[\w-]+\.ts$/ },
  { folder: 'src/simulator', pattern: /^[\w-]+\.process\.ts$/ },
];

const entries = Object.fromEntries(
  SOURCES.flatMap(({ folder, pattern }) =>
    (existsSync(folder) ? readdirSync(folder) : [])
      .filter((name) => pattern.test(name) && !/\.(?:test|fixture)\.ts$/.test(name))
      .map((name) => [path.basename(name, '.ts'), path.resolve(folder, name)]),
  ),
);

rmSync(OUT, { recursive: true, force: true });
if (Object.keys(entries).length > 0) await bundleForNode(entries, path.resolve(OUT));
