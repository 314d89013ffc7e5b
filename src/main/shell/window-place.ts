import { z } from 'zod';

/** Where a window or a screen lies, in device-independent pixels. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const MINIMUM_SIZE = { width: 1024, height: 640 };
export const DEFAULT_SIZE = { width: 1280, height: 800 };

const PlaceSchema = z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int() });

/** How much of a remembered window must be on some screen, so that a person can get hold of it. */
const GRIP_PX = 100;

/** Where the window goes: where it was, if that can be seen on one of the screens now; otherwise the system decides. */
export function placeFor(remembered: unknown, screens: readonly Area[]): Partial<Area> {
  const parsed = PlaceSchema.safeParse(remembered);
  if (!parsed.success) return DEFAULT_SIZE;
  const width = Math.max(parsed.data.width, MINIMUM_SIZE.width);
  const height = Math.max(parsed.data.height, MINIMUM_SIZE.height);
  const place = { ...parsed.data, width, height };
  return screens.some((screen) => overlaps(place, screen)) ? place : { width, height };
}

function overlaps(a: Area, b: Area): boolean {
  const wide = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const high = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return wide >= GRIP_PX && high >= GRIP_PX;
}
