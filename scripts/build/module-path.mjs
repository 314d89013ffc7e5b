import { createHash } from 'node:crypto';
import path from 'node:path';
import { bundleForNode } from './node-bundle.mjs';

const SUFFIX = '?modulePath';

/** Where bundled modules lie: inside the repository, so that native libraries resolve from there. */
const CACHE = path.resolve('node_modules/.cache/switchboard/modules');

/**
 * Vite plugin: `import file from './x?modulePath'` gives the path of `x` bundled on its own, for worker threads. electron-vite
 * does the same in the app's build; this is for tests and tools.
 */
export function modulePath() {
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
      const outDir = path.join(CACHE, String(process.pid));
      if (!bundled.has(file)) bundled.set(file, bundleForNode({ [name]: file }, outDir));
      await bundled.get(file);
      return `export default ${JSON.stringify(path.join(outDir, `${name}.cjs`))};`;
    },
  };
}
