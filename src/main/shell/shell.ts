import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { AnyRouter } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { app, type BrowserWindow, dialog, session } from 'electron';
import type { Log, SettingsFile } from '../ports';
import { handOverPorts } from './ipc';
import { showMenu } from './menu';
import { CONSOLE_ORIGIN, originOf } from './page-origin';
import { declarePageScheme, servePage } from './page-protocol';
import { guardPermissions } from './permissions';
import { guardWebContents } from './web-contents-guard';
import { openWindow } from './window';

/** What must be said before the app is ready. False: go no further, since another Switchboard has these data open or it is not safe. */
export function prepareShell({ throwAwayData }: { readonly throwAwayData: boolean }): boolean {
  if (!demandSandbox()) return false;
  declarePageScheme();
  if (throwAwayData) useThrowAwayData();
  return app.requestSingleInstanceLock();
}

export interface ShellParts {
  readonly router: AnyRouter;
  readonly settings: SettingsFile;
  readonly log: Log;
}

/** Opens the console in a window of its own and serves it `router`. Resolves when the window is there. */
export async function openShell({ router, settings, log }: ShellParts): Promise<void> {
  await app.whenReady();
  const address = pageAddress();
  const pageOrigin = originOf(address) ?? CONSOLE_ORIGIN;
  const handler = new RPCHandler(router);
  let window: BrowserWindow | undefined;
  const open = (): void => {
    window = openWindow(address, settings, log);
    window.once('closed', () => (window = undefined));
  };
  servePage(path.join(__dirname, '../renderer'));
  guardPermissions(session.defaultSession, pageOrigin);
  guardWebContents(pageOrigin, log);
  handOverPorts({
    page: () => window?.webContents,
    pageOrigin,
    serve: (port) => handler.upgrade(port, { context: {} }),
    log,
  });
  showMenu();
  app.on('activate', () => window ?? open());
  app.on('second-instance', () => (window ? bringToFront(window) : open()));
  app.on('window-all-closed', () => process.platform !== 'darwin' && app.quit());
  open();
}

/** Runs `stop` before the app goes, and lets it go after `limitMs` at the latest. */
export function stopOnQuit(stop: () => Promise<void>, limitMs: number): void {
  let stopping = false;
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (stopping) return;
    stopping = true;
    setTimeout(() => app.exit(1), limitMs);
    stop().then(
      () => app.exit(0),
      () => app.exit(1),
    );
  });
}

/** Says why the app cannot go on, and ends it. */
export function giveUp(error: unknown): void {
  const detail = error instanceof Error ? error.message : String(error);
  process.stderr.write(`Switchboard could not start: ${detail}\n`);
  dialog.showErrorBox('Switchboard could not start', detail);
  app.exit(1);
}

/**
 * Sandboxes every renderer. While developing, root may ask for none, since Chromium then cannot have one; an installed app goes
 * without only if SWITCHBOARD_ALLOW_NO_SANDBOX says so too.
 */
function demandSandbox(): boolean {
  if (!app.commandLine.hasSwitch('no-sandbox')) {
    app.enableSandbox();
    return true;
  }
  if (!app.isPackaged || process.env['SWITCHBOARD_ALLOW_NO_SANDBOX'] === '1') return true;
  process.stderr.write('Switchboard does not run with --no-sandbox.\n');
  return false;
}

/** The dev server's page while developing; an installed app never looks at that variable. */
function pageAddress(): string {
  return (app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL']) ?? `${CONSOLE_ORIGIN}/`;
}

function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.focus();
}

/** Chromium goes on writing for a moment after our last word, so that whoever names a folder had better remove it, too. */
function useThrowAwayData(): void {
  if (app.commandLine.hasSwitch('user-data-dir')) return;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'switchboard-demo-'));
  app.setPath('userData', folder);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
}
