import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const RENDERER = path.resolve(import.meta.dirname, 'src/renderer');

/**
 * Serves the gallery of screen states, and builds it into `out/gallery` for the tests. Nothing of it ships: the app's own bundle
 * is electron.vite.config.ts.
 */
export default defineConfig({
  root: path.join(RENDERER, 'gallery'),
  publicDir: false,
  plugins: [react()],
  html: { cspNonce: '__CSP_NONCE__' },
  worker: { format: 'es' },
  server: { open: '/gallery.html' },
  build: {
    outDir: path.resolve(import.meta.dirname, 'out/gallery'),
    emptyOutDir: true,
    target: 'es2024',
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    chunkSizeWarningLimit: 2000,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: path.join(RENDERER, 'gallery/gallery.html'),
      output: { codeSplitting: { groups: [{ name: 'zod', test: /node_modules[\\/]zod|zod-jitless/ }] } },
    },
  },
});
