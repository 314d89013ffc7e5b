#!/usr/bin/env bash
# An oRPC call over a MessagePort that has closed is never settled, although the calls under way at the close were rejected.
#
# Packages: @orpc/client 1.16.1, @orpc/server 1.16.1, over node:worker_threads.
# Guess:    the link learns that its port is gone, rejects the calls under way, and rejects every later one at once.
# Seen:     a call under way, and one made between close() and the event "close", are rejected with AbortError. One
#           made after the event is pending for good, whichever side closed: no answer, no error, nothing logged.
# Cause:    the event "close" empties the queue of waiting calls, and leaves no mark that the link is over. The next call
#           opens a new place in the queue, and a closed port takes the message in silence.
# Remedy:   a signal per call. AbortSignal.timeout() settles it with TimeoutError.
#
# Exits 0 while all this is so, and 1 when it is not.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{ "private": true }' > package.json
npm install --ignore-scripts --no-audit --no-fund --save-exact --loglevel=error \
  @orpc/client@1.16.1 @orpc/server@1.16.1

cat > try.mjs <<'JS'
import { once } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { os } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';

/** Long against the few milliseconds that an answer takes here. */
const PENDING_AFTER_MS = 3000;

const router = {
  ping: os.handler(() => 'pong'),
  never: os.handler(() => new Promise(() => undefined)),
};

/** The outcome of a call, in a word. */
function outcomeOf(call) {
  const outcome = call.then(
    (value) => `answered ${value}`,
    (error) => `rejected ${error.name}`,
  );
  return Promise.race([outcome, new Promise((resolve) => setTimeout(resolve, PENDING_AFTER_MS, 'pending'))]);
}

async function closedBy(side) {
  const { port1: server, port2: port } = new MessageChannel();
  new RPCHandler(router).upgrade(server);
  server.start();
  const client = createORPCClient(new RPCLink({ port }));
  port.start();

  const before = await outcomeOf(client.ping());
  const reached = client.never();
  // The message of the call is on its way before the port closes.
  await client.ping();
  const closed = once(port, 'close');
  (side === 'client' ? port : server).close();
  const underWay = outcomeOf(reached);
  const atOnce = outcomeOf(client.ping());
  await closed;
  // One more turn, so that every listener of the event has run.
  await new Promise((resolve) => setImmediate(resolve));
  const after = outcomeOf(client.ping());
  const limited = outcomeOf(client.ping(undefined, { signal: AbortSignal.timeout(300) }));
  return {
    'before the close': before,
    'under way at the close': await underWay,
    'between close() and the event': await atOnce,
    'after the event': await after,
    'after the event, with a time limit': await limited,
  };
}

const RECORDED = {
  'before the close': 'answered pong',
  'under way at the close': 'rejected AbortError',
  'between close() and the event': 'rejected AbortError',
  'after the event': 'pending',
  'after the event, with a time limit': 'rejected TimeoutError',
};

let asRecorded = true;
for (const side of ['client', 'server']) {
  const outcomes = await closedBy(side);
  console.log(`closed by the ${side}`);
  for (const [call, outcome] of Object.entries(outcomes)) {
    console.log(`  a call ${call.padEnd(36)}${outcome}`);
    asRecorded &&= outcome === RECORDED[call];
  }
}
console.log(asRecorded ? 'As recorded.' : 'NOT as recorded.');
process.exit(asRecorded ? 0 : 1);
JS
node try.mjs
