import { existsSync } from 'node:fs';
import { app, safeStorage } from 'electron';
import type { Cipher } from '../../ports/ports-keys';
import { createSafeStorageCipher } from './safe-storage-cipher';

/** The cipher of this system's key store. May be made at any time; asks nothing before Electron is ready. */
export function createSystemCipher(): Cipher {
  return createSafeStorageCipher({
    safeStorage,
    platform: process.platform,
    isContained: process.env['SNAP'] !== undefined || existsSync('/.flatpak-info'),
    ready: () => app.whenReady(),
  });
}
