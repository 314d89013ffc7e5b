import Store from 'electron-store';
import type { OpenStore } from '../ports/ports';

/** Settings of the desktop app are kept by electron-store. */
export const openElectronStore: OpenStore = (folder, name, fileMode) =>
  new Store<Record<string, unknown>>({ cwd: folder, name, configFileMode: fileMode });
