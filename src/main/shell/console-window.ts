import type { BrowserWindow } from 'electron';
import type { Log, SettingsFile } from '../ports/ports';
import { callAddress } from './call-address';
import { openWindow } from './window';

/** Dependencies of the console's window. */
export interface ConsoleWindowParts {
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
