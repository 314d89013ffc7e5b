import { describe, expect, it } from 'vitest';
import { placeFor } from './window-place';

const screen = { x: 0, y: 0, width: 1920, height: 1080 };
const place = { x: 100, y: 80, width: 1400, height: 900 };

describe('placeFor', () => {
  it('puts the window where it was', () => {
    expect(placeFor(place, [screen])).toEqual(place);
  });

  it('lets the system place a window whose screen is gone', () => {
    expect(placeFor({ ...place, x: 2500 }, [screen])).toEqual({ width: 1400, height: 900 });
  });

  it('keeps the window large enough to work in', () => {
    expect(placeFor({ ...place, width: 10, height: 10 }, [screen])).toMatchObject({ width: 1024, height: 640 });
  });

  it.each([undefined, null, 'wide', { x: 0, y: 0, width: 'wide', height: 2 }])('starts anew from %j', (remembered) => {
    expect(placeFor(remembered, [screen])).toEqual({ width: 1280, height: 800 });
  });
});
