import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { ElectronApplication, Page } from '@playwright/test';
import { IS_ROOT, REPOSITORY } from './binaries';
import type { SimulatedCall } from '../src/simulator/twilio/simulated-call';
import { expect } from './console';
import type { Simulators } from './simulators';

/** A desktop where somebody takes tray icons and shows notifications, as far as Switchboard asks its session bus. */
export const ANSWERING_BUS = { PATH: `${path.join(REPOSITORY, 'e2e/answering-bus')}:${process.env['PATH'] ?? ''}` };

/** Starts the built app as a person does, with nobody attached to it. */
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

/** What a box on the screen asked. */
export interface Asked {
  readonly message: string;
  readonly buttons: readonly string[];
}

/** Gives `answer` to every box from now on. Returns what they asked since, in the order they came up. */
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

/** Lets every box come up as it does for a person, and counts them. */
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

/** The app of a console that is the desktop one. */
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

/** As a person does. It happens after the answer to this: an app that ends could not give one. */
export const closeWindow = (app: ElectronApplication): Promise<void> =>
  app.evaluate(({ BrowserWindow }) => {
    setImmediate(() => BrowserWindow.getAllWindows().forEach((window) => window.close()));
  });
/** The same, from the menu. */
export const chooseQuit = (app: ElectronApplication): Promise<void> =>
  app.evaluate(({ Menu }) => {
    setImmediate(() => void Menu.getApplicationMenu()?.getMenuItemById('quit')?.click());
  });
/** How many windows there are. */
export const windows = (app: ElectronApplication): Promise<number> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

/** Lets somebody call who stays on the line until they are hung up on, however slow the machine is. */
export function ring({ carrier, number }: Simulators): SimulatedCall {
  return carrier.dial({ from: '+12125550187', to: number });
}

/** Resolves when the agent has greeted the caller. */
export async function callIsOn(page: Page): Promise<void> {
  await expect(page.getByRole('log', { name: 'Transcript' })).toContainText('Hello');
}
