import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { ElectronApplication, Page } from '@playwright/test';
import { IS_ROOT, REPOSITORY } from './binaries';
import type { SimulatedCall } from '../src/simulator/twilio/simulated-call';
import { expect } from './console';
import type { Simulators } from './simulators';

/** Environment with a session bus that accepts tray icons and shows notifications, as far as Switchboard asks. */
export const ANSWERING_BUS = { PATH: `${path.join(REPOSITORY, 'e2e/answering-bus')}:${process.env['PATH'] ?? ''}` };

/** Starts the built app as a user does, with nothing attached to it. */
export function startElectron(
  electron: string,
  dataFolder: string,
  environment: Readonly<Record<string, string>>,
): ChildProcessByStdio<null, null, Readable> {
  const { PATH = '', HOME = '' } = process.env;
  const switches = [...(IS_ROOT ? ['--no-sandbox'] : []), '--disable-gpu', `--user-data-dir=${dataFolder}`];
  return spawn(electron, [...switches, REPOSITORY], {
    env: { PATH, HOME, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

/** Content of a message box. */
export interface Asked {
  readonly message: string;
  readonly buttons: readonly string[];
}

/** Answers every message box with `answer` from now on. Returns a function that lists those boxes in order. */
export async function answerBoxes(app: ElectronApplication, answer: number): Promise<() => Promise<readonly Asked[]>> {
  await app.evaluate(({ dialog }, response) => {
    const asked: Asked[] = [];
    Object.assign(globalThis, { asked });
    const answering = (...given: readonly unknown[]) => {
      const { message, buttons } = given[given.length - 1] as Asked;
      asked.push({ message, buttons });
      return Promise.resolve({ response, checkboxChecked: false });
    };
    Object.assign(dialog, { showMessageBox: answering });
  }, answer);
  return () => app.evaluate(() => (globalThis as unknown as { asked: Asked[] }).asked);
}

/** Counts message boxes and shows them as usual. */
export async function countBoxes(app: ElectronApplication): Promise<() => Promise<number>> {
  await app.evaluate(({ dialog }) => {
    const show = dialog.showMessageBox.bind(dialog) as (...given: unknown[]) => unknown;
    const boxes = { open: 0 };
    const counting = (...given: unknown[]): unknown => {
      boxes.open += 1;
      return show(...given);
    };
    Object.assign(globalThis, { boxes });
    Object.assign(dialog, { showMessageBox: counting });
  });
  return () => app.evaluate(() => (globalThis as unknown as { boxes: { open: number } }).boxes.open);
}

/** The Electron app of a desktop console; throws in a browser. */
export function desktop({ app }: { readonly app: ElectronApplication | undefined }): ElectronApplication {
  if (app === undefined) throw new Error('only the desktop app has a life of its own');
  return app;
}

/** Resolves with the exit code, or the signal that ended the app. */
export async function endOf(app: ElectronApplication): Promise<unknown> {
  const child = app.process();
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode ?? child.signalCode;
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  return code ?? signal;
}

/** Closes the window after the evaluation has returned: an app that exits could not answer it. */
export const closeWindow = (app: ElectronApplication): Promise<void> =>
  app.evaluate(({ BrowserWindow }) => {
    setImmediate(() => BrowserWindow.getAllWindows().forEach((window) => window.close()));
  });
/** Chooses Quit from the menu, after the evaluation has returned. */
export const chooseQuit = (app: ElectronApplication): Promise<void> =>
  app.evaluate(({ Menu }) => {
    setImmediate(() => void Menu.getApplicationMenu()?.getMenuItemById('quit')?.click());
  });
/** Number of open windows. */
export const windows = (app: ElectronApplication): Promise<number> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

/** Dials a caller who stays on the line until they are hung up on, however slow the machine is. */
export function ring({ carrier, number }: Simulators): SimulatedCall {
  return carrier.dial({ from: '+12125550187', to: number });
}

/** Waits until the agent has greeted the caller. */
export async function callIsOn(page: Page): Promise<void> {
  await expect(page.getByRole('log', { name: 'Transcript' })).toContainText('Hello');
}
