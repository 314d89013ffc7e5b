import type { TrayTone } from './tray-words';

/** Four bytes a pixel, blue first, as Electron's `toBitmap` gives them. */
const BYTES_PER_PIXEL = 4;

const COLOURS: Readonly<Record<Exclude<TrayTone, 'off'>, readonly [blue: number, green: number, red: number]>> = {
  ok: [0x5a, 0xa7, 0x3c],
  attention: [0x1f, 0xa5, 0xf0],
};

/** A copy of a square picture with a dot in its lower right corner, in the colour of `tone`; none while nothing is on. */
export function withDot(bitmap: Buffer, tone: TrayTone): Buffer {
  const copy = Buffer.from(bitmap);
  if (tone === 'off') return copy;
  const sidePx = Math.sqrt(copy.length / BYTES_PER_PIXEL);
  const radiusPx = sidePx * 0.26;
  const centrePx = sidePx - radiusPx;
  for (let y = 0; y < sidePx; y++) {
    for (let x = 0; x < sidePx; x++) {
      const distancePx = Math.hypot(x + 0.5 - centrePx, y + 0.5 - centrePx);
      if (distancePx <= radiusPx) copy.set([...COLOURS[tone], 0xff], (y * sidePx + x) * BYTES_PER_PIXEL);
    }
  }
  return copy;
}
