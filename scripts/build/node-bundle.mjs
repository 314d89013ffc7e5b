import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { build } from 'vite';

/**
 * Packages that cannot be bundled and are loaded from node_modules at run time: exactly the `dependencies` of package.json.
 */
const UNBUNDLED = Object.keys(JSON.parse(readFileSync('package.json', 'utf8')).dependencies);

const SUFFIX = '?modulePath';

/**
 * Bundles TypeScript entries (`{ name: file }`) for Node as `<outDir>/<name>.cjs`, libraries included, except native ones.
 * With `areLibrariesBundled: false` Node loads libraries itself, which takes a third of the time. Rejects with the bundler's
 * own error.
 */
export async function bundleForNode(entries, outDir, { areLibrariesBundled = true } = {}) {
  await build({
    configFile: false,
    logLevel: 'warn',
    plugins: [modulePath(outDir)],
    ssr: areLibrariesBundled ? { noExternal: true } : {},
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      target: 'node20.19',
      minify: false,
      reportCompressedSize: false,
      rolldownOptions: {
        checks: { bundlerTimings: false },
        input: entries,
        external: [...UNBUNDLED, 'electron', ...builtinModules, /^node:/],
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: 'chunks/[name]-[hash].cjs' },
      },
    },
  });
}

/**
 * Vite plugin: `import file from './x?modulePath'` yields the path of `x`, bundled on its own into `outDir`, for worker
 * threads. electron-vite does the same in the app's build; this is for tests and tools.
 */
export function modulePath(outDir) {
  const bundled = new Map();
  return {
    name: 'switchboard:module-path',
    enforce: 'pre',
    async resolveId(source, importer) {
      if (!source.endsWith(SUFFIX)) return null;
      const resolved = await this.resolve(source.slice(0, -SUFFIX.length), importer, { skipSelf: true });
      return resolved && `\0${resolved.id}${SUFFIX}`;
    },
    async load(id) {
      if (!id.startsWith('\0') || !id.endsWith(SUFFIX)) return null;
      const file = id.slice(1, -SUFFIX.length);
      const name = `${path.parse(file).name}-${createHash('sha256').update(file).digest('hex').slice(0, 8)}`;
      if (!bundled.has(file)) bundled.set(file, bundleForNode({ [name]: file }, outDir));
      await bundled.get(file);
      return `export default ${JSON.stringify(path.join(outDir, `${name}.cjs`))};`;
    },
  };
}

/**
 * Creates a folder that is removed with this process. It lies in the repository, so that native libraries resolve from
 * there.
 */
export function passingFolder() {
  const folder = path.resolve('node_modules/.cache/switchboard/modules', String(process.pid));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
