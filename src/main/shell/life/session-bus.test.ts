import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { busOf, canNotify, hasTray } from './session-bus';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** An environment whose `dbus-send` runs this script. */
function withDbusSend(script: string): NodeJS.ProcessEnv {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'switchboard-bus-'));
  folders.push(folder);
  writeFileSync(path.join(folder, 'dbus-send'), `#!/bin/sh\n${script}\n`);
  chmodSync(path.join(folder, 'dbus-send'), 0o755);
  return { PATH: `${folder}:/usr/bin:/bin` };
}

describe('the session bus', () => {
  it('has a tray only where it says so', async () => {
    expect(await hasTray(busOf(withDbusSend('echo "   boolean true"')))).toBe(true);
    expect(await hasTray(busOf(withDbusSend('echo "   boolean false"')))).toBe(false);
    expect(await hasTray(busOf(withDbusSend('echo "   boolean true"; exit 1')))).toBe(false);
    expect(await hasTray(busOf({ PATH: '/nonexistent' }))).toBe(false);
  });

  it('shows notifications only where somebody answers in time', async () => {
    expect(await canNotify(busOf(withDbusSend('echo "   gnome-shell GNOME 43.9 1.2"')))).toBe(true);
    expect(await canNotify(busOf(withDbusSend('echo ServiceUnknown >&2; exit 1')))).toBe(false);
    expect(await canNotify(busOf(withDbusSend('exec sleep 60')))).toBe(false);
  });

  it('names the service and the question', async () => {
    const answer = await busOf(withDbusSend('echo "$DBUS_SESSION_BUS_ADDRESS $@"'))({
      service: 'org.example',
      object: '/org/example',
      method: 'org.example.Ask',
    });
    expect(answer).toMatch(/^unix:path=\S+ --session .* --dest=org\.example \/org\/example org\.example\.Ask\n$/);
  });
});
