import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKeyFileCipher, KEY_FILE } from './sealing';
import { createFolder } from '../store.fixture';

let folder: string;
let remove: () => void;

beforeEach(() => ({ folder, remove } = createFolder()));
afterEach(() => remove());

async function sealed(text: string): Promise<Uint8Array> {
  const answer = await createKeyFileCipher(folder).encrypt(text);
  return answer.ok ? answer.bytes : expect.fail('not encrypted');
}

describe('the cipher with its key in a file', () => {
  it('opens what it sealed, in another run as well', async () => {
    const one = await sealed('sk-canary');
    const two = await sealed('sk-canary');
    expect(Buffer.from(one).equals(two)).toBe(false);
    expect(Buffer.from(one).toString('latin1')).not.toContain('canary');
    expect(await createKeyFileCipher(folder).decrypt(one)).toEqual({ ok: true, text: 'sk-canary', isStale: false });
    expect(readFileSync(path.join(folder, KEY_FILE))).toHaveLength(32);
  });

  it('refuses whatever was changed, byte by byte, and what is not its own', async () => {
    const bytes = await sealed('sk-canary');
    const cipher = createKeyFileCipher(folder);
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
      expect(await cipher.decrypt(changed)).toEqual({ ok: false, failure: 'refused' });
    }
    for (const alien of [Buffer.alloc(0), Buffer.from('v11'), Buffer.from('v10'.padEnd(60, 'x'))]) {
      expect(await cipher.decrypt(alien)).toEqual({ ok: false, failure: 'refused' });
    }
  });

  it('opens nothing without its key, and makes none by looking', async () => {
    const bytes = await sealed('sk-canary');
    await createKeyFileCipher(folder).forget();
    expect(await createKeyFileCipher(folder).decrypt(bytes)).toEqual({ ok: false, failure: 'refused' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('keeps a key that was cut off, and goes on with a new one', async () => {
    await sealed('sk-canary');
    writeFileSync(path.join(folder, KEY_FILE), 'half');
    await sealed('sk-canary');
    expect(readdirSync(folder).filter((name) => name.startsWith(`${KEY_FILE}.damaged-`))).toHaveLength(1);
    expect(readFileSync(path.join(folder, KEY_FILE))).toHaveLength(32);
  });

  it('says that it cannot now where its key cannot be read', async () => {
    const bytes = await sealed('sk-canary');
    const cipher = createKeyFileCipher(path.join(folder, KEY_FILE));
    expect(await cipher.decrypt(bytes)).toEqual({ ok: false, failure: 'unavailable' });
    expect(await cipher.encrypt('sk-canary')).toEqual({ ok: false, failure: 'unavailable' });
  });
});
