/**
 * Which room may import what: the table of docs/architecture.md, read by the lint rule beside this file.
 *
 * `rooms`: rooms this one may import (itself always). `types`: rooms of which it may import types only.
 * `packages`: libraries it may import; `node:*` is every module of Node. `instead`: what to do when the answer is no.
 * The first row whose `path` holds the file wins, so narrow rows stand above wide ones.
 */
export const ROOMS = [
  {
    room: 'shared',
    path: 'src/shared/',
    rooms: [],
    packages: ['zod', '@orpc/contract'],
    instead: 'shared is pure: move the code to the room that needs it, or take the value as an argument',
  },
  {
    room: 'ports',
    path: 'src/main/ports',
    rooms: ['shared'],
    packages: [],
    instead: 'ports are interfaces over shared types: describe what the core needs, not what a library offers',
  },
  {
    room: 'ports',
    path: 'src/main/manual-clock.fixture',
    rooms: ['shared'],
    packages: [],
    instead: 'the manual clock is a port played by hand: it knows src/main/ports.ts and nothing else',
  },
  {
    room: 'bridge',
    path: 'src/main/bridge/',
    rooms: ['shared', 'ports'],
    packages: [],
    instead: 'take it through an interface in src/main/ports.ts; src/main/compose.ts passes the adapter in',
  },
  adapter('twilio', ['ws', 'twilio', 'zod', 'libphonenumber-js', 'fastify', '@fastify/*']),
  adapter('realtime', ['ws', 'openai', 'zod']),
  adapter('tunnel', ['@ngrok/ngrok', 'zod']),
  adapter('server', ['ws', 'fastify', '@fastify/*', 'zod', '@orpc/server', '@orpc/contract']),
  adapter('store', ['libsql', 'conf', 'zod']),
  adapter('tools', [
    'zod',
    'ajv',
    'quickjs-emscripten-core',
    '@jitl/*',
    '@modelcontextprotocol/sdk',
    'libphonenumber-js',
  ]),
  {
    room: 'lines',
    path: 'src/main/lines/',
    rooms: ['shared', 'ports'],
    packages: [],
    instead: 'lines speak to the carrier, the disk and the network through ports; src/main/compose.ts wires them',
  },
  {
    room: 'console',
    path: 'src/main/console/',
    rooms: ['shared', 'ports'],
    types: ['bridge'],
    packages: ['zod', '@orpc/server', '@orpc/contract'],
    instead: 'handlers speak to ports only: add what you need to src/main/ports.ts and wire it in src/main/compose.ts',
  },
  {
    room: 'shell',
    path: 'src/main/shell/',
    rooms: ['shared', 'ports'],
    packages: ['electron', 'electron-store', 'electron-updater', 'zod', '@orpc/server', 'node:*'],
    instead: 'the shell knows Electron and nothing of calls: src/main/index.ts hands it what it serves',
  },
  {
    room: 'entry',
    path: 'src/main/index.ts',
    rooms: ['shared', 'ports', 'compose', 'shell'],
    packages: ['electron', 'node:*'],
    instead: 'the entry is a table of contents: build things in src/main/compose.ts or in src/main/shell',
  },
  {
    room: 'compose',
    path: 'src/main/',
    rooms: [
      'shared',
      'ports',
      'bridge',
      'twilio',
      'realtime',
      'tunnel',
      'server',
      'store',
      'tools',
      'lines',
      'console',
      'simulator',
    ],
    packages: ['zod', 'pino', '@orpc/server', 'node:*'],
    instead: 'compose runs without Electron too: what needs it belongs to src/main/shell, started by src/main/index.ts',
  },
  {
    room: 'preload',
    path: 'src/preload/',
    rooms: [],
    packages: ['electron'],
    instead: 'the preload hands over two MessagePorts and names no command',
  },
  {
    room: 'renderer',
    path: 'src/renderer/',
    rooms: ['shared'],
    packages: [
      'react',
      'react-dom',
      '@mantine/*',
      '@tabler/icons-react',
      '@tanstack/react-virtual',
      'wouter',
      'zod',
      '@orpc/client',
      '@orpc/contract',
      '@codemirror/*',
      'wavesurfer.js',
      'libphonenumber-js',
    ],
    instead: 'the page talks to the main process through the contract in src/shared/contract, and to nothing else',
  },
  {
    room: 'simulator',
    path: 'src/simulator/',
    rooms: ['shared', 'wire'],
    packages: ['ws', 'fastify', '@fastify/*', 'twilio', 'openai', '@modelcontextprotocol/sdk', 'zod', 'node:*'],
    instead: "a simulator stands on the other side of the wire: of main it may know only a room's wire schemas",
  },
  {
    room: 'bench',
    path: 'bench/',
    rooms: ['shared', 'ports', 'simulator', 'bridge', 'compose', 'twilio', 'realtime', 'store', 'server', 'tools'],
    packages: ['ws', 'zod', '@orpc/client', '@orpc/contract', 'node:*'],
    instead: 'a benchmark drives the product from outside',
  },
  {
    room: 'e2e',
    path: 'e2e/data-folder',
    rooms: ['shared', 'store'],
    packages: ['node:*'],
    instead: 'it leaves a data folder as an earlier run would, through the store that writes it, and does nothing else',
  },
  {
    room: 'e2e',
    path: 'e2e/',
    rooms: ['shared', 'simulator'],
    packages: ['@playwright/test', '@axe-core/playwright', '@modelcontextprotocol/sdk', 'electron', 'node:*'],
    instead: 'end-to-end tests see what a person sees: drive the screen and the simulators',
  },
];

/** What every test may import on top of its room: the simulators, ports, and any library but Electron. */
export const TESTS = { rooms: ['simulator', 'ports', 'shared'], pattern: /\.(?:test|bench|fixture)\.tsx?$/ };

/** `src/main/<room>/wire.ts` and `src/main/<room>/wire/`: schemas of a wire, which the simulators share with the adapters. */
export const WIRE = /^src\/main\/[\w-]+\/wire(?:\/|\.ts$|-[\w-]+\.ts$)/;

function adapter(room, packages) {
  return {
    room,
    path: `src/main/${room}/`,
    rooms: ['shared', 'ports'],
    packages: [...packages, 'node:*'],
    instead:
      'adapters do not know each other: implement an interface of src/main/ports.ts, src/main/compose.ts wires it',
  };
}
