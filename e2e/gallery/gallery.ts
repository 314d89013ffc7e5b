import { expect, test as base, type ConsoleMessage, type Page } from '@playwright/test';
import type { CallEvent, DeskEvent } from '../../src/shared/call/events';
import type { Answers } from '../../src/renderer/gallery/answers';
import { ChromiumPool } from '../chromium';
import { serveGallery } from './gallery-site';

export { expect };

/** Request that the page made of the scripted main process. */
export interface Asked {
  readonly what: string;
  readonly input: unknown;
}

/** The part of the gallery's window that tests use. */
interface GalleryWindow {
  showState(name: string): void;
  readonly gallery: {
    readonly asked: readonly Asked[];
    readonly ignored: number;
    answer(what: string, answer: unknown): void;
    tell(callId: string | null, ...events: readonly (CallEvent | DeskEvent)[]): void;
  };
}

/** The gallery, open in a page. */
export class Gallery {
  readonly #complaints: string[] = [];

  constructor(
    readonly page: Page,
    private readonly origin: string,
  ) {
    page.on('console', this.#onConsole);
    page.on('pageerror', this.#onError);
  }

  /** Shows a state in a page that may show another one already, and waits as `show` does. */
  async showNext(name: string): Promise<void> {
    if (this.page.url().startsWith(this.origin)) {
      await this.page.evaluate((next) => (window as unknown as GalleryWindow).showState(next), name);
      await this.#isShown(name);
    } else await this.show(name);
  }

  /** Shows a state, and waits until everything that leads to it was done. */
  async show(name: string): Promise<void> {
    await this.page.goto(`${this.origin}/?state=${name}`);
    await this.#isShown(name);
  }

  async #isShown(name: string): Promise<void> {
    await expect(this.page.locator('html')).toHaveAttribute('data-gallery', name);
    expect(await this.page.evaluate(() => (window as unknown as GalleryWindow).gallery.ignored)).toBe(0);
  }

  /** Requests of one procedure so far, by their input. */
  asked(what: string): Promise<readonly unknown[]> {
    return this.page.evaluate(
      (name) =>
        (window as unknown as GalleryWindow).gallery.asked
          .filter((each) => each.what === name)
          .map(({ input }) => input),
      what,
    );
  }

  /** Answers a procedure otherwise from now on. */
  async answer<Group extends keyof Answers, Name extends keyof NonNullable<Answers[Group]> & string>(
    group: Group,
    name: Name,
    answer: Exclude<NonNullable<Answers[Group]>[Name], (...asked: never[]) => unknown>,
  ): Promise<void> {
    await this.page.evaluate(
      ([what, answered]) => (window as unknown as GalleryWindow).gallery.answer(what, answered),
      [`${group}.${name}`, answer] as const,
    );
  }

  /** Lets events happen now. */
  async tell(callId: string | null, ...events: readonly (CallEvent | DeskEvent)[]): Promise<void> {
    await this.page.evaluate(([id, all]) => (window as unknown as GalleryWindow).gallery.tell(id, ...all), [
      callId,
      events,
    ] as const);
  }

  /** Lets go of the page, and answers with every error that it wrote or threw meanwhile. */
  leave(): readonly string[] {
    this.page.off('console', this.#onConsole);
    this.page.off('pageerror', this.#onError);
    return this.#complaints;
  }

  readonly #onConsole = (message: ConsoleMessage): void => {
    if (message.type() === 'error') this.#complaints.push(message.text());
  };

  readonly #onError = ({ message }: Error): void => void this.#complaints.push(message);
}

interface Fixtures {
  /** The gallery in a browser profile of its own. */
  readonly gallery: Gallery;
  /** The gallery in the page of this worker, for tests that only look: a state, and axe, cost a fraction there. */
  readonly window: Gallery;
}

interface WorkerFixtures {
  readonly chromium: ChromiumPool;
  readonly site: string;
  readonly sharedPage: Page;
}

/** Lets the page use a microphone unasked: without one nobody could be live to a caller. */
const MICROPHONE = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

/** Playwright's `test` with the gallery in it. An error of the page fails the test. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  chromium: [
    async ({}, use) => {
      const pool = new ChromiumPool();
      await use(pool);
      await pool.close();
    },
    { scope: 'worker' },
  ],

  site: [
    async ({}, use) => {
      const site = await serveGallery();
      await use(site.origin);
      await site.close();
    },
    { scope: 'worker' },
  ],

  sharedPage: [
    async ({ chromium }, use) => {
      const profile = await chromium.open(MICROPHONE);
      await use(await profile.newPage());
      await profile.close();
    },
    { scope: 'worker' },
  ],

  gallery: async ({ chromium, site }, use) => {
    const profile = await chromium.open(MICROPHONE);
    const gallery = new Gallery(await profile.newPage(), site);
    await use(gallery);
    await profile.close();
    expect(gallery.leave(), 'errors on the page').toEqual([]);
  },

  window: async ({ sharedPage, site }, use) => {
    const gallery = new Gallery(sharedPage, site);
    await use(gallery);
    expect(gallery.leave(), 'errors on the page').toEqual([]);
  },
});
