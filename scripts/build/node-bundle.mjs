import { builtinModules } from 'node:module';
import { build } from 'vite';
import { modulePath } from './module-path.mjs';

/** Loaded from node_modules at run time, because they cannot be bundled; `dependencies` of package.json says the same. */
export const UNBUNDLED = ['libsql'];

/**
 * Bundles TypeScript entries (`{ name: file }`) for Node as `<outDir>/<name>.cjs`. Libraries are bundled too, but for native ones.
 * Rejects with the bundler's own error.
 */
export async function bundleForNode(entries, outDir) {
  await build({
    configFile: false,
    logLevel: 'warn',
    plugins: [modulePath()],
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      target: 'node18.15',
      minify: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: entries,
        external: [...UNBUNDLED, 'electron', ...builtinModules, /^node:/],
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: 'chunks/[name]-[hash].cjs' },
      },
    },
  });
}
