import { builtinModules } from 'node:module';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

/** The oldest runtime that tests drive is Electron 25: Node 18.15 and Chromium 114. */
const NODE = 'node18.15';
const CHROMIUM = 'chrome114';

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      target: NODE,
      externalizeDeps: true,
      rolldownOptions: {
        input: { index: 'src/main/index.ts', serve: 'src/main/serve.ts' },
        external: ['electron', /^node:/, ...builtinModules],
        output: { format: 'cjs', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      target: NODE,
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: 'src/preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    publicDir: false,
    plugins: [react()],
    html: { cspNonce: '__CSP_NONCE__' },
    // Audio worklets: modules, while developing as well, since they know no importScripts.
    worker: { format: 'es' },
    build: {
      outDir: 'out/renderer',
      target: CHROMIUM,
      assetsInlineLimit: 0,
      minify: true,
      // One style sheet: a screen that comes later never shows unstyled, nor changes what is on show.
      cssCodeSplit: false,
      // What every screen needs, React and Mantine above all, is in one chunk that this machine reads from its own disk.
      chunkSizeWarningLimit: 1000,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        // With zod goes what forbids it to compile code, so that no chunk makes a schema before that.
        output: { codeSplitting: { groups: [{ name: 'zod', test: /node_modules[\\/]zod|zod-jitless/ }] } },
      },
    },
  },
});
