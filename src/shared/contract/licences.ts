import { z } from 'zod';

/** Schema of the licence notices that a build writes (`scripts/build/licences.mjs`), beside the page. */
export const LicencesSchema = z.array(
  z.object({ name: z.string(), version: z.string(), licence: z.string(), text: z.string() }),
);

export type Licences = z.infer<typeof LicencesSchema>;
