import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { SessionBus } from './session-bus';

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
    expect(await new SessionBus(withDbusSend('echo "   boolean true"')).hasTray()).toBe(true);
    expect(await new SessionBus(withDbusSend('echo "   boolean false"')).hasTray()).toBe(false);
    expect(await new SessionBus(withDbusSend('echo "   boolean true"; exit 1')).hasTray()).toBe(false);
    expect(await new SessionBus({ PATH: '/nonexistent' }).hasTray()).toBe(false);
  });

  it('shows notifications only where somebody answers in time', async () => {
    expect(await new SessionBus(withDbusSend('echo "   gnome-shell GNOME 43.9 1.2"')).canNotify()).toBe(true);
    expect(await new SessionBus(withDbusSend('echo ServiceUnknown >&2; exit 1')).canNotify()).toBe(false);
    expect(await new SessionBus(withDbusSend('exec sleep 60')).canNotify()).toBe(false);
  });

  it('names the service and the question', async () => {
    const answer = await new SessionBus(withDbusSend('echo "$DBUS_SESSION_BUS_ADDRESS $@"')).ask({
      service: 'org.example',
      object: '/org/example',
      method: 'org.example.Ask',
    });
    expect(answer).toMatch(/^unix:path=\S+ --session .* --dest=org\.example \/org\/example org\.example\.Ask\n$/);
  });
});
