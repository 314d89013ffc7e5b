import { z } from 'zod';

/** Rectangle of a window or a screen, in device-independent pixels. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const MINIMUM_SIZE = { width: 1024, height: 640 };
export const DEFAULT_SIZE = { width: 1280, height: 800 };

const PlaceSchema = z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int() });

/** Least part of a remembered window that must be on some screen, in pixels, so that a person can grab it. */
const GRIP_PX = 100;

/** Bounds for the window: its last place if some screen shows it now, otherwise its size only, and the system places it. */
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
