import { builtinModules } from 'node:module';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

/** Names the Node of an older Electron that runs this build; `scripts/build.mjs` sets it, never for what ships. */
const OLD_NODE = process.env['SWITCHBOARD_BUILD_NODE'];
/** Names the Chromium of an older Electron that runs this build. */
const OLD_CHROMIUM = process.env['SWITCHBOARD_BUILD_CHROMIUM'];

/**
 * Levels of the language that ship, see decision 17. Main runs in Electron 45 (Node 24) and, as `serve.js`, in the oldest Node of
 * `engines`; the preload script in Electron 45 alone; the page in Electron 45 (Chromium 156) and in browsers of mid-2025.
 */
const MAIN = OLD_NODE ?? 'node20.19';
const PRELOAD = OLD_NODE ?? 'node24';
const PAGE = OLD_CHROMIUM ?? 'es2024';
const STYLES = OLD_CHROMIUM ?? ['chrome138', 'edge138', 'firefox140', 'safari18.4'];

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      target: MAIN,
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
      target: PRELOAD,
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
      target: PAGE,
      cssTarget: STYLES,
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
