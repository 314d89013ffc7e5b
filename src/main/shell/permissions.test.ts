import { describe, expect, it } from 'vitest';
import { CONSOLE_ORIGIN } from './page-origin';
import { isAllowed, type PermissionQuestion } from './permissions';

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

  it('lets the console choose its speaker, and nobody else', () => {
    const speaker = { ...microphone, permission: 'speaker-selection', mediaTypes: undefined };
    expect(isAllowed(speaker, CONSOLE_ORIGIN)).toBe(true);
    expect(isAllowed({ ...speaker, address: 'https://console/' }, CONSOLE_ORIGIN)).toBe(false);
    expect(isAllowed({ ...speaker, isMainFrame: false }, CONSOLE_ORIGIN)).toBe(false);
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
