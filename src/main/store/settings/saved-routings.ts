import { mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { RoutingSchema } from '../../../shared/line/routing';
import { parsedJson } from '../../../shared/std/guards';
import type { Clock, Log } from '../../ports/ports';
import type { SavedRouting, SavedRoutings } from '../../ports/ports-lines';
import { isNewerThan, NewerRelease } from '../newer-release';
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

const EMPTY: z.input<typeof FileSchema> = { format: FORMAT, routings: {} };

export interface SavedRoutingsOptions {
  /** Created with mode 0700 when missing. */
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Opens the record of each live number's previous routing. A damaged file is set aside; an entry that this release cannot read
 * stays in the file. Rejects with `NewerRelease`, or with the system's error when the folder cannot be read.
 */
export async function openSavedRoutings({ folder, clock, log }: SavedRoutingsOptions): Promise<SavedRoutings> {
  const file = path.join(folder, SAVED_ROUTINGS_FILE);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const text = await readIfThere(file);
  const content = text === undefined ? EMPTY : parsedJson(text);
  if (isNewerThan(FORMAT, content)) throw new NewerRelease(file);
  const read = FileSchema.safeParse(content);
  const entries = Object.entries(read.data?.routings ?? {});
  let kept: ReadonlyMap<string, SavedRouting> = new Map(entries.flatMap(readEntry));
  const strange = new Map(entries.filter(([number]) => !kept.has(number)));
  const unreadable = strange.size;
  if (unreadable > 0) log.error('saved-routings.unreadable', { entries: unreadable });
  let setAside: string | null = null;
  if (!read.success) {
    setAside = `${SAVED_ROUTINGS_FILE}.damaged-${clock.wallMs()}`;
    await rename(file, path.join(folder, setAside));
    log.error('saved-routings.set-aside');
    await write(kept);
  }

  function write(routings: ReadonlyMap<string, unknown>): Promise<void> {
    const all = Object.fromEntries([...strange, ...routings]);
    return writeWhole(file, JSON.stringify({ format: FORMAT, routings: all }));
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
      await write(next);
      kept = next;
      for (const number of next.keys()) strange.delete(number);
    });
    writing = done.catch(() => undefined);
    return done;
  }

  return {
    setAside,
    unreadable,
    all: () => kept,
    save: (number, saved) => change((next) => next.set(number, saved).size > 0),
    forget: (number) => change((next) => next.delete(number)),
  };
}

function readEntry([number, value]: [string, unknown]): readonly [string, SavedRouting][] {
  const saved = SavedRoutingSchema.safeParse(value);
  return saved.success ? [[number, saved.data]] : [];
}
