import path from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { Log, SettingsFile } from '../ports/ports';
import { MINIMUM_SIZE, placeFor } from './window-place';

/** Window background before the first paint, equal to the page's own. */
const BACKGROUND = { dark: '#101113', light: '#ffffff' };

/** Opens the console's window at `address` and reloads its page after a crash. The window remembers its place. */
export function openWindow(address: string, settings: SettingsFile, log: Log): BrowserWindow {
  const window = new BrowserWindow({
    ...placeFor(
      settings.get('windowBounds'),
      screen.getAllDisplays().map(({ workArea }) => workArea),
    ),
    minWidth: MINIMUM_SIZE.width,
    minHeight: MINIMUM_SIZE.height,
    title: 'Switchboard',
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    show: false,
    webPreferences: {
      preload: path.join(__dirname, '../preload/index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      disableBlinkFeatures: 'Auxclick',
      spellcheck: false,
    },
  });
  window.once('ready-to-show', () => window.show());
  window.on('close', () => rememberPlace(window, settings, log));
  // Without this, a page that asks whether to leave it would keep the window open without a word.
  window.webContents.on('will-prevent-unload', (event) => event.preventDefault());
  void window.loadURL(address).catch((error: unknown) => {
    log.error('shell.page-not-loaded', { detail: error instanceof Error ? error.message : 'unknown' });
  });
  return window;
}

/** Saves the window's place. A full disk must not keep the user from closing it. */
function rememberPlace(window: BrowserWindow, settings: SettingsFile, log: Log): void {
  try {
    settings.set('windowBounds', window.getNormalBounds());
  } catch {
    log.warn('shell.place-not-kept');
  }
}
