import { chromium, type Browser, type BrowserContext } from '@playwright/test';
import { findChromium, IS_ROOT } from './binaries';

/** Window size of the tests; CSS pixels. */
export const VIEWPORT = { width: 1280, height: 800 };

/** Chromium of one worker. It is started for a set of switches and serves tests until another set is asked for. */
export class ChromiumPool {
  #switches: string | undefined;
  #browser: Browser | undefined;

  /** Opens a context with a fresh profile; the caller closes it. */
  async open(switches: readonly string[] = []): Promise<BrowserContext> {
    const wanted = switches.join(' ');
    if (this.#browser?.isConnected() !== true || wanted !== this.#switches) {
      await this.close();
      this.#browser = await startChromium(switches);
      this.#switches = wanted;
    }
    return this.#browser.newContext({ viewport: VIEWPORT, reducedMotion: 'reduce' });
  }

  /** Ends the browser and everything open in it. */
  async close(): Promise<void> {
    await this.#browser?.close();
    this.#browser = undefined;
  }
}

function startChromium(switches: readonly string[]): Promise<Browser> {
  const executablePath = findChromium();
  return chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    chromiumSandbox: !IS_ROOT,
    args: [...switches],
  });
}
