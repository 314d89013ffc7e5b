import { app, BrowserWindow } from 'electron';
import type { SettingsFile } from '../../ports/ports';
import type { Boxes } from './boxes';
import { quitQuestion, staysQuestion, type WayBack } from './leaving';
import type { WhatsOn } from './whats-on';

/** In the settings: the person knows that closing the window stops nothing. */
const SAID = 'saidKeepsRunning';

/** A page may not answer when its window is told to close; after this the window goes without it. */
const WINDOWS_LIMIT_MS = 1000;

/** The app is gone by then, in good order or not. What is left to put back, the next start puts back. */
const LEAVE_LIMIT_MS = 8000;

/** What leaving depends on. */
export interface DepartureParts {
  readonly on: () => WhatsOn;
  readonly wayBack: () => Promise<WayBack>;
  readonly window: () => BrowserWindow | undefined;
  readonly boxes: Boxes;
  readonly settings: SettingsFile;
}

/**
 * Every way out. A person who quits or closes the window is asked while somebody depends on what runs; the system, which tells
 * the app to go when a session ends, is obeyed at once. Only macOS brings both as the same event.
 */
export class Departure {
  private isLeaving = false;
  private isAsking = false;
  private staysWithoutWindow = process.platform === 'darwin';

  constructor(private readonly parts: DepartureParts) {
    app.on('before-quit', (event) => {
      if (process.platform === 'darwin' && !this.isLeaving && parts.on().calls > 0) {
        event.preventDefault();
        this.quit();
      } else this.beginLeaving();
    });
    app.on('window-all-closed', () => {
      if (!this.staysWithoutWindow) this.leave();
    });
  }

  /** Watches the window that the person has. */
  guard(window: BrowserWindow): void {
    this.staysWithoutWindow = process.platform === 'darwin';
    let isAgreed = false;
    const close = (): void => {
      isAgreed = true;
      if (!window.isDestroyed()) window.close();
    };
    window.on('close', (event) => {
      const { calls, lines } = this.parts.on();
      if (this.isLeaving || isAgreed || calls + lines === 0) return;
      event.preventDefault();
      void this.alone(() => this.closeWhileOn(window, close));
    });
    // Windows ends a session without `before-quit`.
    window.on('session-end', () => this.leave());
  }

  /** Quits as a person does: asks first while a call is on. */
  quit(): void {
    if (this.isLeaving) return;
    if (this.parts.on().calls === 0) this.leave();
    else void this.alone(() => this.leaveIfWanted());
  }

  /** Leaves without a question: nobody may be there to answer it. */
  leave(): void {
    this.beginLeaving();
    app.quit();
  }

  private beginLeaving(): void {
    if (this.isLeaving) return;
    this.isLeaving = true;
    this.parts.boxes.dismiss();
    setTimeout(() => BrowserWindow.getAllWindows().forEach((window) => window.destroy()), WINDOWS_LIMIT_MS);
    setTimeout(() => app.exit(1), LEAVE_LIMIT_MS);
  }

  private async closeWhileOn(window: BrowserWindow, close: () => void): Promise<void> {
    const { boxes, on, settings } = this.parts;
    const wayBack = await this.parts.wayBack();
    if (wayBack === 'none') return this.leaveIfWanted();
    if (settings.get(SAID) !== true) {
      const answer = await boxes.ask(staysQuestion(on(), wayBack), window);
      if (answer === undefined) return;
      if (answer === 1) {
        this.leave();
        return;
      }
      this.rememberSaid();
    }
    this.staysWithoutWindow = true;
    close();
  }

  private async leaveIfWanted(): Promise<void> {
    const window = this.parts.window();
    if (window?.isMinimized()) window.restore();
    if ((await this.parts.boxes.ask(quitQuestion(this.parts.on()), window)) === 0) this.leave();
  }

  /** One question at a time: asking for the same thing again changes nothing. */
  private async alone(act: () => Promise<void>): Promise<void> {
    if (this.isAsking || this.isLeaving) return;
    this.isAsking = true;
    try {
      await act();
    } finally {
      this.isAsking = false;
    }
  }

  /** A full disk means that it is said again. */
  private rememberSaid(): void {
    try {
      this.parts.settings.set(SAID, true);
    } catch {
      return;
    }
  }
}
