import { isRecord } from '../../shared/std/guards';

/** A file of the data folder was written by a newer release. Its message is meant for people; nothing was changed. */
export class NewerRelease extends Error {
  override readonly name = 'NewerRelease';

  constructor(file: string) {
    super(`${file} was written by a newer Switchboard. Update Switchboard, or choose another data folder.`);
  }
}

/** True if the content of a file says that its format is later than `format`, the one this release writes. */
export function isNewerThan(format: number, content: unknown): boolean {
  return isRecord(content) && Number.isInteger(content['format']) && Number(content['format']) > format;
}
