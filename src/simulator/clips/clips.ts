import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const ManifestSchema = z.record(z.string().regex(/^[a-z0-9-]+$/), z.object({ text: z.string(), voice: z.string() }));

/** Recorded speech by name, such as `anna-order`: headerless µ-law, 8 kHz mono. An unknown name throws. */
export interface Clips {
  /** The clip's bytes, 8 a millisecond; shared, so not to be written to. */
  audio(name: string): Buffer;
  /** The words spoken in the clip. */
  text(name: string): string;
  /** The speaker: `anna`, `ben`, `carl` or `agent`. */
  voice(name: string): string;
  names(): readonly string[];
}

/** Reads every clip of a folder with a `clips.json`; throws if a file is missing or the list is malformed. */
export function loadClips(folder: string): Clips {
  const manifest = ManifestSchema.parse(JSON.parse(readFileSync(join(folder, 'clips.json'), 'utf8')));
  const clips = new Map(
    Object.entries(manifest).map(([name, { text, voice }]) => {
      return [name, { text, voice, audio: readFileSync(join(folder, `${name}.ulaw`)) }] as const;
    }),
  );
  const find = (name: string) => {
    const clip = clips.get(name);
    if (!clip) throw new Error(`There is no clip "${name}". There are: ${[...clips.keys()].join(', ')}.`);
    return clip;
  };
  return {
    audio: (name) => find(name).audio,
    text: (name) => find(name).text,
    voice: (name) => find(name).voice,
    names: () => [...clips.keys()],
  };
}
