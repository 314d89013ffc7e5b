import { app, type WebContents } from 'electron';
import type { Log } from '../ports/ports';
import { originOf } from './console-page';

/** Web preferences that every page must run with, whoever created it. */
const REQUIRED_PREFERENCES: Readonly<Record<string, boolean>> = Object.freeze({
  sandbox: true,
  contextIsolation: true,
  webSecurity: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
});

/** A method of `WebContents` that exists but is missing from Electron's types. */
interface WithPreferences {
  getLastWebPreferences?(): Readonly<Record<string, unknown>> | null;
}

/** Blocks, from now on, navigation, new windows, embedded pages, and pages with weaker preferences than the console's. */
export function guardWebContents(pageOrigin: string, log: Log): void {
  app.on('web-contents-created', (_event, contents) => {
    const weak = weakPreferences(contents);
    if (weak.length > 0 && !isDevTools(contents)) {
      log.error('shell.weak-page-refused', { weak: weak.join(', ') });
      contents.close();
    }
    const stay = (event: { preventDefault(): void; readonly url: string }): void => {
      const isReload = event.url === contents.getURL() && originOf(event.url) === pageOrigin;
      if (!isReload) event.preventDefault();
    };
    contents.on('will-navigate', stay);
    contents.on('will-frame-navigate', stay);
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

function weakPreferences(contents: WebContents & WithPreferences): readonly string[] {
  const actual = contents.getLastWebPreferences?.();
  if (!actual) return [];
  return Object.entries(REQUIRED_PREFERENCES)
    .filter(([name, required]) => (actual[name] ?? false) !== required)
    .map(([name, required]) => `${name}=${String(required)}`);
}

function isDevTools(contents: WebContents): boolean {
  return !app.isPackaged && contents.getType() === 'remote';
}
