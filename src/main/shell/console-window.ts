import path from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { Log, SettingsFile } from '../ports/ports';
import { callAddress } from './console-page';
import { MINIMUM_SIZE, placeFor } from './window-place';

/** Dependencies of the console's window. */
interface ConsoleWindowParts {
  /** Address of the page. */
  readonly address: string;
  readonly settings: SettingsFile;
  readonly log: Log;
  /** Called with every window that is created. */
  readonly onOpened: (window: BrowserWindow) => void;
}

/** The console's only window, while one exists. */
export class ConsoleWindow {
  private window: BrowserWindow | undefined;

  constructor(private readonly parts: ConsoleWindowParts) {}

  current(): BrowserWindow | undefined {
    return this.window;
  }

  /** Brings the window to the front, or creates it when there is none. */
  show(): void {
    if (this.window === undefined) this.make(this.parts.address);
    else bringToFront(this.window);
  }

  /** Brings the window to the front and shows one call. */
  showCall(callId: string): void {
    const address = callAddress(this.parts.address, callId);
    if (this.window === undefined) {
      this.make(address);
      return;
    }
    bringToFront(this.window);
    // Navigates within the page; loading the address it already shows would restart it.
    if (this.window.webContents.getURL() !== address) void this.window.loadURL(address).catch(() => undefined);
  }

  private make(address: string): void {
    const { settings, log, onOpened } = this.parts;
    const window = openWindow(address, settings, log);
    this.window = window;
    window.once('closed', () => (this.window = undefined));
    onOpened(window);
  }
}

function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** Window background before the first paint, equal to the page's own. */
const BACKGROUND = { dark: '#101113', light: '#ffffff' };

/** Opens the console's window at `address`. The window remembers its place. */
function openWindow(address: string, settings: SettingsFile, log: Log): BrowserWindow {
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
