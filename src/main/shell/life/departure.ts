import { app, BrowserWindow } from 'electron';
import type { SettingsFile } from '../../ports/ports';
import type { ConsoleWindow } from '../console-window';
import type { Boxes } from './boxes';
import type { WhatsOn } from './desk-view';
import { quitQuestion, staysQuestion, type WayBack } from './leaving';

/** Settings key: the person has been told that closing the window stops nothing. */
const SAID = 'saidKeepsRunning';

/** Time limit for closing the windows, in ms. A page may not answer when told to close; its window is then destroyed. */
const WINDOWS_LIMIT_MS = 1000;

/**
 * Time limit for quitting, in ms, in good order or not, and whatever the disk does: closing a window saves its place. The next
 * start cleans up anything left over.
 */
const LEAVE_LIMIT_MS = 7000;

/** Dependencies of `Departure`. */
export interface DepartureParts {
  readonly on: () => WhatsOn;
  readonly wayBack: () => Promise<WayBack>;
  readonly console: Pick<ConsoleWindow, 'current'>;
  readonly boxes: Boxes;
  readonly settings: SettingsFile;
  /** Kills this process after so many ms unless it has ended by then. */
  readonly endWithin: (limitMs: number) => void;
}

/**
 * Handles every way to leave the app. A person who quits or closes the window is asked while somebody depends on a call or
 * line. The system, which quits the app when a session ends, is obeyed at once. Only macOS reports both as the same event.
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

  /** Watches the person's window for attempts to close it. */
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
    // Windows ends a session without a `before-quit` event.
    window.on('session-end', () => this.leave());
  }

  /** Quits on behalf of a person: asks first while a call is on. */
  quit(): void {
    if (this.isLeaving) return;
    if (this.parts.on().calls === 0) this.leave();
    else void this.alone(() => this.leaveIfWanted());
  }

  /** Quits without asking, because nobody may be there to answer. */
  leave(): void {
    this.beginLeaving();
    app.quit();
  }

  private beginLeaving(): void {
    if (this.isLeaving) return;
    this.isLeaving = true;
    this.parts.boxes.dismiss();
    setTimeout(() => BrowserWindow.getAllWindows().forEach((window) => window.destroy()), WINDOWS_LIMIT_MS);
    this.parts.endWithin(LEAVE_LIMIT_MS);
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
    const window = this.parts.console.current();
    if (window?.isMinimized()) window.restore();
    if ((await this.parts.boxes.ask(quitQuestion(this.parts.on()), window)) === 0) this.leave();
  }

  /** Runs one question at a time; a repeated request changes nothing. */
  private async alone(act: () => Promise<void>): Promise<void> {
    if (this.isAsking || this.isLeaving) return;
    this.isAsking = true;
    try {
      await act();
    } finally {
      this.isAsking = false;
    }
  }

  /** Remembers that the person has been told. On a full disk they are told again next time. */
  private rememberSaid(): void {
    try {
      this.parts.settings.set(SAID, true);
    } catch {
      return;
    }
  }
}
