import { expect, test as base, type Page } from '@playwright/test';
import type { CallEvent, DeskEvent } from '../../src/shared/call/events';
import type { Answers } from '../../src/renderer/gallery/answers';
import { ChromiumPool } from '../chromium';
import { complaints } from '../console';
import { serveGallery } from './gallery-site';

export { expect };

/** Request that the page made of the scripted main process. */
export interface Asked {
  readonly what: string;
  readonly input: unknown;
}

/** What of the gallery's page a test uses. */
interface GalleryWindow {
  readonly gallery: {
    readonly asked: readonly Asked[];
    readonly ignored: number;
    answer(what: string, answer: unknown): void;
    tell(callId: string | null, ...events: readonly (CallEvent | DeskEvent)[]): void;
  };
}

/** The gallery, open in a browser profile of its own. */
export class Gallery {
  readonly #expected: RegExp[] = [];

  constructor(
    readonly page: Page,
    private readonly origin: string,
  ) {}

  /** Shows a state, and waits until everything that leads to it was done. */
  async show(name: string): Promise<void> {
    await this.page.goto('about:blank');
    await this.page.goto(`${this.origin}/#/${name}`);
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

  /** Tells the test that this complaint of the page is what it wanted; every other one fails it. */
  expectComplaint(pattern: RegExp): void {
    this.#expected.push(pattern);
  }

  /** Complaints of the page that nobody expected. */
  async unexpected(): Promise<readonly string[]> {
    return (await complaints(this.page)).filter((text) => !this.#expected.some((pattern) => pattern.test(text)));
  }
}

interface WorkerFixtures {
  readonly chromium: ChromiumPool;
  readonly site: string;
}

/** Playwright's `test` with the gallery in it. A complaint of the page that nobody expected fails the test. */
export const test = base.extend<{ readonly gallery: Gallery; readonly switches: readonly string[] }, WorkerFixtures>({
  // A microphone that may be used unasked: without one nobody could be live to a caller.
  switches: [['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'], { option: true }],

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

  gallery: async ({ chromium, site, switches }, use) => {
    const profile = await chromium.open(switches);
    const gallery = new Gallery(await profile.newPage(), site);
    await use(gallery);
    const unexpected = await gallery.unexpected();
    await profile.close();
    expect(unexpected, 'errors on the page').toEqual([]);
  },
});
