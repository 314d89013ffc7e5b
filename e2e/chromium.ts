import { chromium, type Browser, type BrowserContext } from '@playwright/test';
import { findChromium, IS_ROOT } from './binaries';

/** The size of a window that an operator works in; CSS pixels. */
export const VIEWPORT = { width: 1280, height: 800 };

/** The Chromium of a worker. One is started for each set of switches, and serves tests until another set is asked for. */
export class ChromiumPool {
  #switches: string | undefined;
  #browser: Browser | undefined;

  /** Opens a profile of its own, as a browser that was never used. Whoever opens it closes it. */
  async open(switches: readonly string[] = []): Promise<BrowserContext> {
    const wanted = switches.join(' ');
    if (this.#browser?.isConnected() !== true || wanted !== this.#switches) {
      await this.close();
      this.#browser = await startChromium(switches);
      this.#switches = wanted;
    }
    return this.#browser.newContext({ viewport: VIEWPORT, reducedMotion: 'reduce' });
  }

  /** Ends the browser with whatever is open in it. */
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
