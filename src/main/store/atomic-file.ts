import { open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from '../../shared/std/guards';

/**
 * Writes a file atomically, readable by its owner only: a crash leaves the old one or the new one, whole. Rejects with the
 * system's error, and leaves the old one in place.
 */
export async function writeWhole(file: string, text: string): Promise<void> {
  const next = `${file}.next`;
  const handle = await open(next, 'w', 0o600);
  try {
    await handle.chmod(0o600);
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(next, file);
  await syncFolder(path.dirname(file));
}

/** Reads the text of a file; undefined when there is none. Rejects with the system's error. */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Makes creations, renames and removals in a folder durable. Windows cannot open a folder and does not need this. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
