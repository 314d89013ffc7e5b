import { describe, expect, it } from 'vitest';
import { lintPlanted } from './planting.fixture.mjs';
import { denial } from './rooms.mjs';
import { ROOMS } from './table.mjs';

const allowed = [
  ['src/shared/call/call.ts', 'zod'],
  ['src/shared/call/call.ts', '../agent/agent'],
  ['src/main/call/session.ts', '../ports/ports'],
  ['src/main/call/session.ts', './agent/agent-speech'],
  ['src/main/call/tools/tools-in-call.ts', '../agent/response-gate'],
  ['src/main/call/session.ts', '../../shared/call/events'],
  ['src/main/call/session.test.ts', '../../simulator/clock'],
  ['src/main/call/agent/speech.test.ts', '../call.fixture'],
  ['src/main/call/session.test.ts', 'fast-check'],
  ['src/main/twilio/peer.ts', 'ws'],
  ['src/main/calls/exchange.ts', '../call/session'],
  ['src/main/index.ts', './shell/shell'],
  ['src/simulator/twilio/server.ts', '../../main/twilio/wire/media-stream'],
  ['src/simulator/twilio/server.ts', '../../main/realtime/wire'],
  ['src/main/store/journal/journal.ts', './worker?modulePath'],
  ['src/renderer/live/live-screen.tsx', '@mantine/core/styles.css'],
  ['src/renderer/live/live-screen.tsx', '../actions/use-actions'],
  ['src/renderer/live/tools/tool-card.tsx', '../../tools/playground/answer-form'],
  ['src/renderer/practice/practice-pane.tsx', '../live/ended-summary'],
  ['src/renderer/services/services.ts', '../audio/headset/headset-store'],
  ['src/renderer/client/console-connection.test.ts', '../stores/console-store'],
  ['src/renderer/app/page.ts', '../client/run'],
  ['src/renderer/main.tsx', './app/app'],
];

const refused = [
  ['src/shared/call/call.ts', 'node:fs', 'shared is pure'],
  ['src/shared/call/call.ts', '../../main/ports/ports', 'shared is pure'],
  ['src/shared/tool/tool.ts', '../call/call', 'import downwards'],
  ['src/main/call/session.ts', 'ws', 'src/main/ports'],
  ['src/main/call/session.ts', '../twilio/peer', 'src/main/ports'],
  ['src/main/call/agent/speech.ts', '../session', 'from a room below'],
  ['src/main/call/caller/audio.ts', '../agent/speech', 'from a room below'],
  ['src/main/twilio/peer.ts', '../realtime/peer', 'adapters do not know each other'],
  ['src/main/console/router.ts', '../calls/exchange', 'handlers speak to ports alone'],
  ['src/main/compose.ts', './shell/shell', 'compose runs without Electron'],
  ['src/main/serve.ts', 'electron', 'Only src/main/shell may know Electron'],
  ['src/main/twilio/peer.test.ts', 'electron', 'Only src/main/shell may know Electron'],
  ['src/renderer/live/live-screen.tsx', '../../main/ports/ports', 'through the contract'],
  ['src/renderer/live/live-screen.tsx', 'node:path', 'through the contract'],
  ['src/renderer/live/call-panel.tsx', '../app/palette', 'import downwards'],
  ['src/renderer/live/call-panel.tsx', '../practice/practice-pane', 'import downwards'],
  ['src/renderer/tools/kind-labels.ts', '../live/live-screen', 'import downwards'],
  ['src/renderer/actions/voice-actions.ts', '../live/list/call-order', 'import downwards'],
  ['src/renderer/ui/time/timer.tsx', '../../services/services', 'import downwards'],
  ['src/renderer/client/run.ts', '../stores/console-store', 'import downwards'],
  ['src/renderer/audio/headset/headset-store.ts', '../../headset-controls/level-meter', 'import downwards'],
  ['src/renderer/stores/lines-store.ts', 'react', 'a room below'],
  ['src/simulator/twilio/server.ts', '../../main/twilio/peer', 'the other side of the wire'],
];

describe('the import table', () => {
  it.each(allowed)('lets %s import %s', (file, specifier) => {
    expect(denial(file, specifier)).toBeUndefined();
  });

  it.each(refused)('refuses %s importing %s and says what to do', (file, specifier, hint) => {
    expect(denial(file, specifier)).toContain(hint);
  });
});

describe('the rooms of the page', () => {
  it('stand in an order: none imports one that is below it in the table', () => {
    const rows = ROOMS.filter(({ room }) => room.startsWith('renderer/'));
    const names = rows.map(({ room }) => room);
    for (const [index, { rooms }] of rows.entries()) {
      const others = rooms.filter((room) => room.startsWith('renderer/'));
      expect(names.slice(0, index)).toEqual(expect.arrayContaining(others));
    }
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
    expect(lint('src/main/call/session.ts', code)).toEqual([expect.stringContaining("call may not import 'ws'")]);
  });

  it('reports a file that is in no room', () => {
    expect(lint('src/stray/file.ts', '')).toEqual([expect.stringContaining('is in no room')]);
  });

  it('is silent about what the table allows', () => {
    expect(lint('src/main/call/session.ts', "import { assertNever } from '../../shared/std/assert-never';")).toEqual(
      [],
    );
  });
});
