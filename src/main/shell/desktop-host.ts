import { existsSync } from 'node:fs';
import { app, safeStorage } from 'electron';
import Store from 'electron-store';
import type { OpenStore } from '../ports/ports';
import type { Cipher } from '../ports/ports-keys';
import { createSafeStorageCipher } from './safe-storage-cipher';

/** Opens a settings file of the desktop app with electron-store. */
export const openElectronStore: OpenStore = (folder, name, fileMode) =>
  new Store<Record<string, unknown>>({ cwd: folder, name, configFileMode: fileMode });

/** Creates the cipher of this system's key store. Asks nothing before Electron is ready, so it may be made at any time. */
export function createSystemCipher(): Cipher {
  return createSafeStorageCipher({
    safeStorage,
    platform: process.platform,
    isContained: process.env['SNAP'] !== undefined || existsSync('/.flatpak-info'),
    ready: () => app.whenReady(),
  });
}
