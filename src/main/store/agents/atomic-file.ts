import { open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from '../../../shared/std/guards';

/**
 * Writes a file readable by its owner only: the old one or the new one is there, whole, whatever happens meanwhile. Rejects
 * with the system's error, and then the old one is.
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

/** The text of a file; undefined when there is none. Rejects with the system's error. */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Makes what was created, renamed or removed in a folder durable. Windows cannot open a folder and needs no such thing. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
