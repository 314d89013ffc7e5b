import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { AnyRouter } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { app, dialog, Menu, protocol, session, type MenuItemConstructorOptions } from 'electron';
import { contentPolicy } from '../../shared/std/csp';
import type { Clock, Log, SettingsFile } from '../ports/ports';
import type { AudioChannels } from '../ports/ports-headset';
import type { Tunnel } from '../ports/ports-lines';
import { ConsoleWindow } from './console-window';
import { handOverPorts } from './ipc';
import type { DeskView } from './life/desk-watch';
import { beginLife } from './life/life';
import { reloadAfterCrash } from './page-crash';
import { readPageFile } from './page-files';
import { CONSOLE_ORIGIN, originOf } from './page-origin';
import { guardPermissions } from './permissions';
import { guardWebContents } from './web-contents-guard';

/** What must be said before the app is ready. False: go no further, since another Switchboard has these data open or it is not safe. */
export function prepareShell({ throwAwayData }: { readonly throwAwayData: boolean }): boolean {
  if (!demandSandbox()) return false;
  endForGood();
  declarePageScheme();
  if (throwAwayData) useThrowAwayData();
  return app.requestSingleInstanceLock();
}

/** What the shell serves and watches; a composed Switchboard is one. */
export interface ShellParts {
  readonly router: AnyRouter;
  readonly audio: AudioChannels;
  readonly settings: SettingsFile;
  readonly log: Log;
  readonly projection: DeskView;
  readonly clock: Clock;
  readonly tunnel: Pick<Tunnel, 'nudge'>;
}

/**
 * Opens the console in a window of its own, serves it `router`, and lives on the desktop until it is told to go. Resolves when the
 * window is there. `isDemo`: every caller is simulated.
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
    onOpened: (window) => {
      life.guard(window);
      reloadAfterCrash(window, { boxes: life.boxes, quit: life.quit, log });
    },
  });
  const open = (): void => console.show();
  const life = beginLife({
    ...parts,
    isDemo,
    window: () => console.current(),
    openWindow: open,
    showCall: (callId) => console.showCall(callId),
  });
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

/**
 * Ends the process at the last event of the app. Left alone, Node then frees its environment, and does not come back if V8 has
 * just found a registered object to be garbage: its clean-up may run no JavaScript any more, fails, and asks for itself again.
 * `process.exit` would not do: Electron's only asks the app to leave.
 */
function endForGood(): void {
  app.once('quit', (_event, exitCode) => (process as LowLevelProcess).reallyExit(exitCode));
}

/** The part of Node's process below `exit`, which has no published type. */
type LowLevelProcess = NodeJS.Process & { reallyExit: (exitCode: number) => never };

/** Says why the app cannot go on, and ends it when that was read, or when the system wants it to go. */
export async function giveUp(error: unknown): Promise<void> {
  const detail = error instanceof Error ? error.message : String(error);
  process.stderr.write(`Switchboard could not start: ${detail}\n`);
  await app.whenReady();
  await dialog.showMessageBox({ type: 'error', message: 'Switchboard could not start', detail, buttons: ['Quit'] });
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

/** Left alone, Electron stops this process at a box that says so, and every call with it, until somebody comes. */
function surviveBugs(log: Log): void {
  process.on('uncaughtException', (error) => {
    const [, where = ''] = /\n\s+at (.+)/.exec(error.stack ?? '') ?? [];
    log.error('shell.bug', { error: error.name, where });
  });
}

/** Chromium goes on writing for a moment after our last word, so that whoever names a folder had better remove it, too. */
function useThrowAwayData(): void {
  if (app.commandLine.hasSwitch('user-data-dir')) return;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'switchboard-demo-'));
  app.setPath('userData', folder);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
}

/**
 * The application menu: the system's own roles, but for a Quit that asks first where the system does not bring it to us. Reload
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

/** Declares `app://` a real, secure origin. Must run before the app is ready. */
export function declarePageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
}

/** Serves the files below `root` as `app://console/…`, read-only, each under the page's content policy. */
export function servePage(root: string): void {
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
