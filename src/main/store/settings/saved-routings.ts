import { mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { RoutingSchema } from '../../../shared/line/routing';
import { parsedJson } from '../../../shared/std/guards';
import type { Clock, Log } from '../../ports/ports';
import type { SavedRouting, SavedRoutings } from '../../ports/ports-lines';
import { readIfThere, writeWhole } from '../atomic-file';

/** Name of the file inside the data folder. */
export const SAVED_ROUTINGS_FILE = 'saved-routings.json';

const FORMAT = 1;

const SavedRoutingSchema = z.object({
  id: z.string().min(1).max(64),
  account: z.string().max(64).optional(),
  before: RoutingSchema,
  ours: z.array(RoutingSchema).max(64),
  savedAt: z.number(),
});

const FileSchema = z.object({ format: z.literal(FORMAT), routings: z.record(z.string().max(64), z.unknown()) });

export interface SavedRoutingsOptions {
  /** Created with mode 0700 when missing. */
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Opens the record of each live number's previous routing. A damaged file is set aside, and its readable entries are kept.
 * Rejects with the system's error when the folder cannot be read.
 */
export async function openSavedRoutings({ folder, clock, log }: SavedRoutingsOptions): Promise<SavedRoutings> {
  const file = path.join(folder, SAVED_ROUTINGS_FILE);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const text = await readIfThere(file);
  const { routings, isDamaged } = text === undefined ? { routings: new Map(), isDamaged: false } : parse(text);
  let kept: ReadonlyMap<string, SavedRouting> = routings;
  let setAside: string | null = null;
  if (isDamaged) {
    setAside = `${SAVED_ROUTINGS_FILE}.damaged-${clock.wallMs()}`;
    await rename(file, path.join(folder, setAside));
    log.error('saved-routings.set-aside', { readable: kept.size });
    await write(file, kept);
  }

  let writing: Promise<void> = Promise.resolve();
  /**
   * Runs one write after another. Memory changes only once the disk has the change. `edit` returns whether there is anything to
   * write.
   */
  function change(edit: (next: Map<string, SavedRouting>) => boolean): Promise<void> {
    const done = writing.then(async () => {
      const next = new Map(kept);
      if (!edit(next)) return;
      await write(file, next);
      kept = next;
    });
    writing = done.catch(() => undefined);
    return done;
  }

  return {
    setAside,
    all: () => kept,
    save: (number, saved) => change((next) => next.set(number, saved).size > 0),
    forget: (number) => change((next) => next.delete(number)),
  };
}

function write(file: string, routings: ReadonlyMap<string, SavedRouting>): Promise<void> {
  return writeWhole(file, JSON.stringify({ format: FORMAT, routings: Object.fromEntries(routings) }));
}

function parse(text: string): { readonly routings: Map<string, SavedRouting>; readonly isDamaged: boolean } {
  const routings = new Map<string, SavedRouting>();
  const read = FileSchema.safeParse(parsedJson(text));
  if (!read.success) return { routings, isDamaged: true };
  const entries = Object.entries(read.data.routings);
  for (const [number, value] of entries) {
    const saved = SavedRoutingSchema.safeParse(value);
    if (saved.success) routings.set(number, saved.data);
  }
  return { routings, isDamaged: routings.size < entries.length };
}
