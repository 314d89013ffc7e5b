import type { BrowserWindow } from 'electron';
import type { Log, SettingsFile } from '../ports/ports';
import { callAddress } from './call-address';
import { openWindow } from './window';

/** What the console's window needs. */
export interface ConsoleWindowParts {
  /** Of the page. */
  readonly address: string;
  readonly settings: SettingsFile;
  readonly log: Log;
  /** Told of every window that is made. */
  readonly onOpened: (window: BrowserWindow) => void;
}

/** The one window of the console, while there is one. */
export class ConsoleWindow {
  private window: BrowserWindow | undefined;

  constructor(private readonly parts: ConsoleWindowParts) {}

  current(): BrowserWindow | undefined {
    return this.window;
  }

  /** Puts the window before the person, wherever it was; makes it when there is none. */
  show(): void {
    if (this.window === undefined) this.make(this.parts.address);
    else bringToFront(this.window);
  }

  /** The same, at one call. */
  showCall(callId: string): void {
    const address = callAddress(this.parts.address, callId);
    if (this.window === undefined) {
      this.make(address);
      return;
    }
    bringToFront(this.window);
    // Another place of the same page; to load the very address it is at would begin it anew.
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
