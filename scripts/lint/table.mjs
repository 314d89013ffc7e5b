/**
 * The import table of docs/architecture.md: which room may import what. The lint rule beside this file reads it.
 *
 * `room`: a folder's name, as other rows and messages call it. `path`: the files in it; the first row whose path begins a file's
 * path wins, so a folder stands above the folder that holds it. `rooms`: rooms it may import, each with the rooms inside it;
 * a room may always import itself. `tests`: rooms that its tests may import as well. `packages`: libraries it may import;
 * `node:*` is every module of Node. `instead`: what to do when an import is refused.
 */
export const ROOMS = [
  shared('std', []),
  shared('audio', []),
  shared('tool', ['shared/std']),
  shared('keys', ['shared/std', 'shared/tool']),
  shared('agent', ['shared/std', 'shared/tool'], ['diff', 'jsonc-parser']),
  shared('line', ['shared/std', 'shared/keys']),
  shared('call', ['shared/std', 'shared/tool', 'shared/agent', 'shared/keys', 'shared/line']),
  shared('contract', ['shared']),
  {
    room: 'ports',
    path: 'src/main/ports/',
    rooms: ['shared'],
    packages: [],
    instead: 'ports are interfaces over shared types: describe what the core needs, not what a library offers',
  },
  core('call/caller', []),
  core('call/phone', []),
  core('call/agent', ['call/caller', 'call/phone']),
  core('call/tools', ['call/phone', 'call/agent']),
  core('call/operator', ['call/phone', 'call/agent']),
  core('call/transfer', ['call/caller', 'call/agent', 'call/operator']),
  // A call is played as callers meet it: through the exchange that admits it.
  { ...core('call', ['call']), tests: ['calls'] },
  core('calls', ['call']),
  core('lines', []),
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
    're2js',
  ]),
  {
    room: 'console',
    path: 'src/main/console/',
    rooms: ['shared', 'ports'],
    packages: ['zod', '@orpc/server', '@orpc/contract'],
    instead: 'handlers speak to ports alone: add what you need to src/main/ports and wire it in src/main/compose.ts',
  },
  {
    room: 'health',
    path: 'src/main/health/',
    rooms: ['shared', 'ports'],
    packages: [],
    instead: 'health asks through ports: src/main/compose.ts passes the adapters in',
  },
  {
    room: 'app',
    path: 'src/main/app/',
    rooms: ['shared', 'ports', 'calls', 'lines', 'health', 'twilio', 'realtime', 'server', 'store', 'tools'],
    packages: ['zod', 'pino', 'node:*'],
    instead: 'app joins adapters and runs without Electron: practice and compose stand above it',
  },
  {
    room: 'practice',
    path: 'src/main/practice/',
    rooms: ['shared', 'ports', 'app', 'calls', 'twilio', 'realtime', 'simulator'],
    packages: ['zod', 'node:*'],
    instead: 'practice is a Switchboard of its own over the simulators: src/main/compose.ts passes the rest in',
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
    rooms: ['shared', 'ports', 'app', 'compose', 'shell'],
    packages: ['electron', 'node:*'],
    instead: 'the entry is a table of contents: build things in src/main/compose.ts or in src/main/shell',
  },
  {
    room: 'compose',
    path: 'src/main/',
    rooms: [
      ...['shared', 'ports', 'app', 'practice', 'health', 'calls', 'lines', 'console'],
      ...['twilio', 'realtime', 'tunnel', 'server', 'store', 'tools', 'simulator'],
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
  page('theme', [], ['@mantine/*']),
  page('ui', ['theme'], ['react', '@mantine/*', '@tabler/icons-react', '@codemirror/*', 'libphonenumber-js']),
  page('routes', [], []),
  page('client', [], ['@orpc/client', '@orpc/contract']),
  page('stores', ['client'], []),
  page('audio', ['client', 'stores'], ['zod']),
  page('services', ['client', 'stores', 'audio'], ['react']),
  page('labels', ['ui'], []),
  page('actions', ['ui', 'client', 'stores', 'audio', 'services', 'labels'], ['react', '@mantine/*']),
  page('headset-controls', ['ui', 'audio', 'services'], ['react', '@mantine/*']),
  screen('transcript', []),
  screen('tools', ['transcript']),
  screen('settings', []),
  screen('lines', ['settings']),
  screen('live', ['transcript', 'tools', 'lines']),
  screen('practice', ['transcript', 'live']),
  screen('agents', ['live', 'practice', 'settings', 'tools']),
  screen('onboarding', ['lines', 'settings']),
  screen('app', ['theme', 'lines', 'live', 'practice', 'agents', 'settings', 'onboarding']),
  {
    room: 'gallery',
    path: 'src/renderer/gallery/',
    rooms: ['shared', 'renderer'],
    packages: ['react', 'react-dom', '@mantine/*', '@orpc/server', '@orpc/contract'],
    instead: 'the gallery shows the real app before a scripted main process, and knows nothing of the real one',
  },
  {
    room: 'renderer',
    path: 'src/renderer/',
    rooms: ['shared', 'renderer'],
    packages: ['react-dom', '@mantine/*', 'zod'],
    instead: 'the entry of the page is a table of contents: build things in src/renderer/app/page.ts',
  },
  {
    room: 'simulator',
    path: 'src/simulator/',
    rooms: ['shared', 'wire'],
    packages: [
      'ws',
      'fastify',
      '@fastify/*',
      'twilio',
      'openai',
      '@modelcontextprotocol/sdk',
      'saxes',
      'zod',
      'node:*',
    ],
    instead: "a simulator stands on the other side of the wire: of main it may know only a room's wire schemas",
  },
  {
    room: 'bench',
    path: 'bench/',
    rooms: [
      'shared',
      'ports',
      'simulator',
      'compose',
      'calls',
      'call',
      'app',
      'twilio',
      'realtime',
      'store',
      'server',
      'tools',
    ],
    packages: ['ws', 'zod', '@orpc/client', '@orpc/contract', 'node:*'],
    instead: 'a benchmark drives the product from outside',
  },
  {
    room: 'scenarios',
    path: 'test/scenarios/',
    rooms: [
      'shared',
      'ports',
      'compose',
      'app',
      'practice',
      'health',
      'calls',
      'call',
      'lines',
      'console',
      'twilio',
    ].concat('realtime', 'tunnel', 'server', 'store', 'tools', 'simulator'),
    packages: [],
    instead: 'scenarios play several rooms together, without Electron and without the page',
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
    path: 'e2e/gallery/',
    rooms: ['shared', 'simulator', 'gallery'],
    packages: ['@playwright/test', 'node:*'],
    instead: 'a component test drives a state of the gallery as a person would',
  },
  {
    room: 'e2e',
    path: 'e2e/',
    rooms: ['shared', 'simulator'],
    packages: ['@playwright/test', '@axe-core/playwright', '@modelcontextprotocol/sdk', 'electron', 'node:*'],
    instead: 'end-to-end tests see what a person sees: drive the screen and the simulators',
  },
];

/** Additional imports of a test: these rooms, everything in its room's folder, and any library except Electron. */
export const TESTS = { rooms: ['simulator', 'ports', 'shared'], pattern: /\.(?:test|bench|fixture)\.tsx?$/ };

/** Wire schemas, which the simulators share with the adapters: `src/main/<room>/wire.ts` and `src/main/<room>/wire/`. */
export const WIRE = /^src\/main\/[\w-]+\/wire(?:\/|\.ts$|-[\w-]+\.ts$)/;

function shared(name, rooms, packages = []) {
  return {
    room: `shared/${name}`,
    path: `src/shared/${name}/`,
    rooms,
    packages: ['zod', '@orpc/contract', ...packages],
    instead:
      'shared is pure, and its folders import downwards: move the code to the room that needs it, or take an argument',
  };
}

/** Room of the page; a list of rooms without the folder they share. */
function page(name, rooms, packages) {
  return {
    room: `renderer/${name}`,
    path: `src/renderer/${name}/`,
    rooms: ['shared', ...rooms.map((each) => `renderer/${each}`)],
    packages,
    instead:
      'the page talks to the main process through the contract in src/shared/contract, and its rooms import downwards: ' +
      'move the code to a room below, or hand it over as a prop or a service',
  };
}

/** Room of what a person sees: it stands above all that has no screen, and on the screens that it names. */
function screen(name, screens) {
  const below = ['ui', 'routes', 'client', 'stores', 'audio', 'services', 'labels', 'actions', 'headset-controls'];
  const packages = ['react', '@mantine/*', '@tabler/icons-react', '@tanstack/react-virtual', 'wouter', '@codemirror/*'];
  return page(name, [...below, ...screens], packages);
}

function core(room, rooms) {
  return {
    room,
    path: `src/main/${room}/`,
    rooms: ['shared', 'ports', ...rooms],
    packages: [],
    instead:
      'take it through an interface in src/main/ports, or from a room below; src/main/compose.ts passes adapters in',
  };
}

function adapter(room, packages) {
  return {
    room,
    path: `src/main/${room}/`,
    rooms: ['shared', 'ports'],
    packages: [...packages, 'node:*'],
    instead: 'adapters do not know each other: implement an interface of src/main/ports, src/main/compose.ts wires it',
  };
}
