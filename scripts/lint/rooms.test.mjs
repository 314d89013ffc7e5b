import { describe, expect, it } from 'vitest';
import { lintPlanted } from './planting.fixture.mjs';
import { denial } from './rooms.mjs';

const allowed = [
  ['src/shared/call/call.ts', 'zod'],
  ['src/main/bridge/session.ts', '../ports'],
  ['src/main/bridge/session.ts', '../../shared/call/events'],
  ['src/main/bridge/session.test.ts', '../../simulator/clock'],
  ['src/main/bridge/session.test.ts', 'fast-check'],
  ['src/main/twilio/peer.ts', 'ws'],
  ['src/main/compose.ts', './bridge/session'],
  ['src/main/index.ts', './shell/shell'],
  ['src/simulator/twilio/server.ts', '../../main/twilio/wire'],
  ['src/simulator/twilio/server.ts', '../../main/twilio/wire/frames'],
  ['src/main/store/journal.ts', './worker?modulePath'],
  ['src/renderer/live/live-screen.tsx', '@mantine/core/styles.css'],
];

const refused = [
  ['src/shared/call/call.ts', 'node:fs', 'shared is pure'],
  ['src/shared/call/call.ts', '../../main/ports', 'shared is pure'],
  ['src/main/bridge/session.ts', 'ws', 'src/main/ports.ts'],
  ['src/main/bridge/session.ts', '../twilio/peer', 'src/main/ports.ts'],
  ['src/main/twilio/peer.ts', '../realtime/peer', 'adapters do not know each other'],
  ['src/main/console/router.ts', '../bridge/session', 'handlers speak to ports only'],
  ['src/main/compose.ts', './shell/shell', 'compose runs without Electron'],
  ['src/main/serve.ts', 'electron', 'Only src/main/shell may know Electron'],
  ['src/main/twilio/peer.test.ts', 'electron', 'Only src/main/shell may know Electron'],
  ['src/renderer/live/live-screen.tsx', '../../main/ports', 'through the contract'],
  ['src/renderer/live/live-screen.tsx', 'node:path', 'through the contract'],
  ['src/simulator/twilio/server.ts', '../../main/twilio/peer', 'the other side of the wire'],
];

describe('the import table', () => {
  it.each(allowed)('lets %s import %s', (file, specifier) => {
    expect(denial(file, specifier, false)).toBeUndefined();
  });

  it.each(refused)('refuses %s importing %s and says what to do', (file, specifier, hint) => {
    expect(denial(file, specifier, false)).toContain(hint);
  });

  it('lets the console import types of the bridge', () => {
    expect(denial('src/main/console/router.ts', '../bridge/session', true)).toBeUndefined();
  });
});

describe('the lint rule', () => {
  const lint = (filename, code) => lintPlanted('rooms', [], { [filename]: code });

  it.each([
    ["import { WebSocket } from 'ws';"],
    ["export { WebSocket } from 'ws';"],
    ["export * from 'ws';"],
    ["const ws = require('ws');"],
    ["const ws = import('ws');"],
    ["type Socket = import('ws').WebSocket;"],
  ])('reports a planted violation: %s', (code) => {
    expect(lint('src/main/bridge/session.ts', code)).toEqual([expect.stringContaining("bridge may not import 'ws'")]);
  });

  it('reports a file that is in no room', () => {
    expect(lint('src/stray/file.ts', '')).toEqual([expect.stringContaining('is in no room')]);
  });

  it('is silent about what the table allows', () => {
    expect(lint('src/main/bridge/session.ts', "import { assertNever } from '../../shared/assert-never';")).toEqual([]);
  });
});
