import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { AnyRouter } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { app, dialog, Menu, protocol, safeStorage, session, type MenuItemConstructorOptions } from 'electron';
import Store from 'electron-store';
import { contentPolicy } from '../../shared/std/csp';
import { faultOf } from '../../shared/std/guards';
import type { Log, OpenStore } from '../ports/ports';
import type { AudioChannels } from '../ports/ports-headset';
import type { Cipher } from '../ports/ports-keys';
import { CONSOLE_ORIGIN, guardPermissions, originOf } from './console-page';
import { ConsoleWindow } from './console-window';
import { handOverPorts } from './ipc';
import { beginLife, type LifeParts } from './life/life';
import { readPageFile } from './page-files';
import { createSafeStorageCipher } from './safe-storage-cipher';
import { guardWebContents } from './web-contents-guard';

/**
 * Prepares Electron before the app is ready. False means stop: another Switchboard has these data open, or it is not safe to go
 * on.
 */
export function prepareShell({ throwAwayData }: { readonly throwAwayData: boolean }): boolean {
  if (!demandSandbox()) return false;
  endForGood();
  declarePageScheme();
  if (throwAwayData) useThrowAwayData();
  return app.requestSingleInstanceLock();
}

/** Parts of Switchboard that the shell serves and watches; a composed Switchboard provides them all. */
interface ShellParts extends Omit<LifeParts, 'isDemo' | 'console'> {
  readonly router: AnyRouter;
  readonly audio: AudioChannels;
}

/**
 * Opens the console in its own window, serves `router` to it, and stays on the desktop until told to quit. Resolves when the
 * window exists. `isDemo`: every caller is simulated.
 */
export async function openShell(parts: ShellParts, { isDemo }: { readonly isDemo: boolean }): Promise<void> {
  const { router, audio, settings, log } = parts;
  await app.whenReady();
  surviveBugs(log);
  const address = pageAddress();
  const pageOrigin = originOf(address) ?? CONSOLE_ORIGIN;
  const handler = new RPCHandler(router);
  const console = new ConsoleWindow({
    address,
    settings,
    log,
    onOpened: (window) => life.guard(window),
  });
  const open = (): void => console.show();
  const life = beginLife({ ...parts, isDemo, console });
  servePage(path.join(__dirname, '../renderer'));
  guardPermissions(session.defaultSession, pageOrigin);
  guardWebContents(pageOrigin, log);
  handOverPorts({
    page: () => console.current()?.webContents,
    pageOrigin,
    serve: (port) => handler.upgrade(port, { context: {} }),
    audio,
    log,
  });
  showMenu({ quit: life.quit });
  app.on('activate', open);
  app.on('second-instance', open);
  open();
}

/** Ways of ending the process for certain. */
interface Ending {
  /** Kills the process if it has not ended in time. */
  readonly begin: () => void;
  readonly exitWhenFree: (exit: () => void) => void;
}

/** Runs `stop` before the app quits, which it then does in any case. */
export function stopOnQuit(stop: () => Promise<void>, { begin, exitWhenFree }: Ending): void {
  let stopping = false;
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (stopping) return;
    stopping = true;
    begin();
    stop().then(
      () => exitWhenFree(() => app.exit(0)),
      () => exitWhenFree(() => app.exit(1)),
    );
  });
}

/**
 * Ends the process at the last event of the app. Otherwise Node frees its environment, and never returns if V8 has just found a
 * registered object to be garbage. That object's clean-up may no longer run JavaScript, fails, and schedules itself again.
 * `process.exit` would not do, because Electron's version only asks the app to quit.
 */
function endForGood(): void {
  app.once('quit', (_event, exitCode) => (process as LowLevelProcess).reallyExit(exitCode));
}

/** The part of Node's process below `exit`, which has no published type. */
type LowLevelProcess = NodeJS.Process & { reallyExit: (exitCode: number) => never };

/** Shows why the app cannot start, and exits once that was read or the system asks it to. */
export async function giveUp(error: unknown): Promise<void> {
  const detail = error instanceof Error ? error.message : String(error);
  process.stderr.write(`Switchboard could not start: ${detail}\n`);
  await app.whenReady();
  await dialog.showMessageBox({ type: 'error', message: 'Switchboard could not start', detail, buttons: ['Quit'] });
  app.exit(1);
}

/**
 * Sandboxes every renderer. Root needs `--no-sandbox`, because Chromium cannot sandbox there; development accepts it. An
 * installed app accepts it only with `SWITCHBOARD_ALLOW_NO_SANDBOX=1` as well.
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

/** Address of the page: the dev server's while developing. An installed app ignores that variable. */
function pageAddress(): string {
  return (app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL']) ?? `${CONSOLE_ORIGIN}/`;
}

/**
 * Logs uncaught errors and carries on. By default, Electron shows an error box that stops this process, and every call with it,
 * until somebody answers.
 */
function surviveBugs(log: Log): void {
  process.on('uncaughtException', (error) => log.error('shell.bug', faultOf(error)));
}

/**
 * Uses a temporary folder for the data. Chromium writes for a moment after our exit, so a caller who names a folder should also
 * remove it.
 */
function useThrowAwayData(): void {
  if (app.commandLine.hasSwitch('user-data-dir')) return;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'switchboard-demo-'));
  app.setPath('userData', folder);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
}

/**
 * The application menu: the system's roles, with a Quit that asks first where the system does not send it through us. Reload
 * and developer tools are for development only.
 */
function showMenu({ quit }: { readonly quit: () => void }): void {
  const developing: MenuItemConstructorOptions[] = [
    { role: 'reload' },
    { role: 'toggleDevTools' },
    { type: 'separator' },
  ];
  const view: MenuItemConstructorOptions[] = [
    ...(app.isPackaged ? [] : developing),
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ];
  const file: MenuItemConstructorOptions[] = [
    { role: 'close' },
    { id: 'quit', label: 'Quit', accelerator: 'CommandOrControl+Q', click: quit },
  ];
  const own: MenuItemConstructorOptions[] =
    process.platform === 'darwin' ? [{ role: 'appMenu' }] : [{ label: 'File', submenu: file }];
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([...own, { role: 'editMenu' }, { label: 'View', submenu: view }, { role: 'windowMenu' }]),
  );
}

const NONCE_PLACEHOLDER = '__CSP_NONCE__';

/** Declares `app://` a standard, secure origin. Must run before the app is ready. */
function declarePageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
}

/** Serves the files below `root` as `app://console/…`, read-only, each with the page's content policy. */
function servePage(root: string): void {
  protocol.handle('app', (request) => answer(root, request.method, new URL(request.url)));
}

async function answer(root: string, method: string, url: URL): Promise<Response> {
  if (method !== 'GET' && method !== 'HEAD')
    return new Response(null, { status: 405, headers: { Allow: 'GET, HEAD' } });
  const file = url.host === 'console' ? await readPageFile(root, url.pathname) : undefined;
  if (!file) return new Response(null, { status: 404 });
  const nonce = randomBytes(16).toString('base64');
  const isPage = file.mime.startsWith('text/html');
  const body = isPage ? file.body.toString('utf8').replaceAll(NONCE_PLACEHOLDER, nonce) : new Uint8Array(file.body);
  return new Response(method === 'HEAD' ? null : body, {
    headers: {
      'Content-Type': file.mime,
      'Content-Security-Policy': contentPolicy(nonce),
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Cache-Control': isPage ? 'no-store' : 'no-cache',
    },
  });
}

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
