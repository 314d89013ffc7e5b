import path from 'node:path';
import { createLogger, createServer, loadConfigFromFile } from 'vite';
import { createDemoProcess } from './dev-demo/demo-process.mjs';
import { createSessionExchange } from './dev-demo/session-exchange.mjs';

const PORT = 5173;

/** Folders that main is bundled from; a change there restarts it. */
const MAIN_FOLDERS = ['src/main', 'src/shared', 'src/simulator'].map((folder) => path.resolve(folder));

/** Quiet time, in ms, after the last change before main is bundled: an editor may write several files at once. */
const SETTLED_MS = 100;

// Otherwise the first bundle sets it to production, and Vite serves the page without hot reload.
process.env.NODE_ENV = 'development';

const demo = createDemoProcess();
const sessions = createSessionExchange(demo);
await demo.restart();
const server = await servePage();
const origin = `http://127.0.0.1:${server.config.server.port}`;

let settling;
let changed = '';
let restarting = Promise.resolve();
server.watcher.add(MAIN_FOLDERS);
server.watcher.on('all', (_event, file) => {
  if (!MAIN_FOLDERS.some((folder) => file.startsWith(folder + path.sep)) || /\.test\.tsx?$/.test(file)) return;
  changed = path.relative('.', file);
  clearTimeout(settling);
  settling = setTimeout(() => (restarting = restarting.then(restart)), SETTLED_MS);
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => void end());

console.log(`The demo, for development. The page follows each change of src/renderer, and main starts anew after each of its own.

  ${origin}/#t=${sessions.linkToken}

Ctrl+C ends it.`);

/** Serves the page with hot reload, and forwards its sessions and sockets to the demo. */
async function servePage() {
  const situation = { command: /** @type {const} */ ('serve'), mode: 'development' };
  const { config } = await loadConfigFromFile(situation, 'electron.vite.config.ts', undefined, 'error');
  const { renderer } = /** @type {import('electron-vite').UserConfig} */ (config);
  const socket = { target: demo.origin(), ws: true, changeOrigin: true, rewriteWsOrigin: true };
  const vite = await createServer({
    ...renderer,
    configFile: false,
    customLogger: createQuietLogger(),
    plugins: [renderer.plugins, { name: 'switchboard:sessions', configureServer: answerSessions }],
    server: { host: '127.0.0.1', port: PORT, proxy: { '^/console$': socket, '^/audio$': socket } },
  });
  return vite.listen();
}

/** Logs Vite's warnings, except for sockets that close whenever the page or main restarts. */
function createQuietLogger() {
  const logger = createLogger('warn');
  const { error } = logger;
  logger.error = (text, options) => {
    if (!text.includes('ws proxy')) error(text, options);
  };
  return logger;
}

function answerSessions({ middlewares }) {
  middlewares.use('/session', (request, response) => {
    sessions.answer(request, response, origin).catch(() => response.writeHead(503).end());
  });
}

async function restart() {
  const startedMs = performance.now();
  try {
    await demo.restart();
    console.log(`main: started anew after ${changed} (${((performance.now() - startedMs) / 1000).toFixed(1)} s)`);
  } catch (error) {
    console.log(`main: not started after ${changed}: ${error.message}`);
  }
}

async function end() {
  clearTimeout(settling);
  await Promise.all([demo.close(), server.close()]);
  process.exit(0);
}
