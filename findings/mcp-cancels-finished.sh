#!/usr/bin/env bash
# An MCP client whose calls share one AbortSignal tells the server, when it aborts, that it cancels every call long finished.
#
# Package:  @modelcontextprotocol/sdk 1.32.2.
# Guess:    a call that has its answer is done with its signal: its listener is gone, and a later abort concerns only calls
#           that still run.
# Seen:     each finished call leaves its listener on the signal; Node warns of a leak from the eleventh on.
#           The abort then sends one notifications/cancelled for each: 30 finished calls, 30 notices with ids the server has
#           answered. The protocol allows a notice only for a request that is under way.
# Remedy:   a signal of its own for each call, made from the long one and let go of when the answer is there. The last line
#           shows that it works.
#
# Exits 0 while all this is so, and 1 when it is not.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{ "private": true }' > package.json
npm install --ignore-scripts --no-audit --no-fund --save-exact --loglevel=error @modelcontextprotocol/sdk@1.32.2

cat > try.mjs <<'JS'
import { getEventListeners } from 'node:events';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';

const CALLS = 30;
process.removeAllListeners('warning');

const server = new McpServer({ name: 'server', version: '1.0.0' });
server.registerTool('echo', { description: 'Answers.' }, async () => ({ content: [{ type: 'text', text: 'done' }] }));

async function tryCalls(signalOf) {
  const [near, far] = InMemoryTransport.createLinkedPair();
  const client = new Client({ name: 'client', version: '1.0.0' });
  await Promise.all([server.connect(far), client.connect(near)]);
  let notices = 0;
  const send = near.send.bind(near);
  near.send = (message, ...rest) => {
    if (message.method === 'notifications/cancelled') notices += 1;
    return send(message, ...rest);
  };
  const session = new AbortController();
  for (let call = 0; call < CALLS; call += 1) {
    const { signal, release } = signalOf(session.signal);
    await client.callTool({ name: 'echo', arguments: {} }, undefined, { signal });
    release();
  }
  const listeners = getEventListeners(session.signal, 'abort').length;
  session.abort();
  await new Promise((resolve) => setImmediate(resolve));
  await client.close();
  return { listeners, notices };
}

const shared = await tryCalls((signal) => ({ signal, release: () => undefined }));
const own = await tryCalls((signal) => {
  const call = new AbortController();
  const pass = () => call.abort(signal.reason);
  signal.addEventListener('abort', pass);
  return { signal: call.signal, release: () => signal.removeEventListener('abort', pass) };
});
const told = ({ listeners, notices }) => `${listeners} listeners left, ${notices} cancelled on abort`;
console.log(`${CALLS} finished calls, one signal: ${told(shared)}`);
console.log(`${CALLS} finished calls, a signal each: ${told(own)}`);
const isAsRecorded = shared.listeners === CALLS && shared.notices === CALLS && own.listeners === 0 && own.notices === 0;
console.log(isAsRecorded ? 'As recorded.' : 'NOT as recorded.');
process.exitCode = isAsRecorded ? 0 : 1;
JS
node try.mjs
