import { describe, expect, it } from 'vitest';
import { CONSOLE_ORIGIN } from './page-origin';
import { isFromConsole } from './sender';

const frame = (url: string): { readonly url: string } => ({ url });
const contents = (id: number, url: string) => ({ id, mainFrame: frame(url) });

describe('isFromConsole', () => {
  it('knows its own page', () => {
    const page = contents(1, 'app://console/#/live');
    expect(isFromConsole(page, page.mainFrame, page, CONSOLE_ORIGIN)).toBe(true);
  });

  it('refuses a frame inside the page', () => {
    const page = contents(1, 'app://console/');
    expect(isFromConsole(page, frame('app://console/'), page, CONSOLE_ORIGIN)).toBe(false);
  });

  it('refuses a page nobody made known', () => {
    const stranger = contents(2, 'app://console/');
    expect(isFromConsole(stranger, stranger.mainFrame, contents(1, 'app://console/'), CONSOLE_ORIGIN)).toBe(false);
    expect(isFromConsole(stranger, stranger.mainFrame, undefined, CONSOLE_ORIGIN)).toBe(false);
  });

  it.each(['about:blank', 'data:text/html,hi', 'https://console/', 'app://console.example/', 'app://other/', ''])(
    'refuses its page at %j',
    (url) => {
      const page = contents(1, url);
      expect(isFromConsole(page, page.mainFrame, page, CONSOLE_ORIGIN)).toBe(false);
    },
  );
});
