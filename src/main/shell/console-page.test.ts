import { describe, expect, it } from 'vitest';
import { callAddress, CONSOLE_ORIGIN, isAllowed, isFromConsole, type PermissionQuestion } from './console-page';

const microphone: PermissionQuestion = {
  permission: 'media',
  address: 'app://console/index.html',
  isMainFrame: true,
  mediaTypes: ['audio'],
};

describe('isAllowed', () => {
  it('gives the console its microphone', () => {
    expect(isAllowed(microphone, CONSOLE_ORIGIN)).toBe(true);
  });

  it.each([
    ['choose its speaker', 'speaker-selection'],
    ['copy a transcript', 'clipboard-sanitized-write'],
  ])('lets the console %s, and nobody else', (_what, permission) => {
    const question = { ...microphone, permission, mediaTypes: undefined };
    expect(isAllowed(question, CONSOLE_ORIGIN)).toBe(true);
    expect(isAllowed({ ...question, address: 'https://console/' }, CONSOLE_ORIGIN)).toBe(false);
    expect(isAllowed({ ...question, isMainFrame: false }, CONSOLE_ORIGIN)).toBe(false);
  });

  it.each<[string, Partial<PermissionQuestion>]>([
    ['the camera', { mediaTypes: ['video'] }],
    ['the camera along with the microphone', { mediaTypes: ['audio', 'video'] }],
    ['media of no named type', { mediaTypes: [] }],
    ['media of unknown type', { mediaTypes: undefined }],
    ['a frame inside the page', { isMainFrame: false }],
    ['a host that begins alike', { address: 'app://console.example.com/' }],
    ['another scheme', { address: 'https://console/' }],
    ['no address', { address: undefined }],
    ['a blank address', { address: 'about:blank' }],
    ['geolocation', { permission: 'geolocation' }],
    ['a permission of tomorrow', { permission: 'telepathy' }],
  ])('refuses %s', (_what, change) => {
    expect(isAllowed({ ...microphone, ...change }, CONSOLE_ORIGIN)).toBe(false);
  });
});

it('names the call behind the hash, whatever its id', () => {
  expect(callAddress('app://console/', 'call_1')).toBe('app://console/#/live/call_1');
  expect(callAddress('http://localhost:5173', '../a#b')).toBe('http://localhost:5173/#/live/..%2Fa%23b');
});

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
