import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';

const MIME: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wav': 'audio/wav',
};

/** A file of the page, ready to be served. */
export interface PageFile {
  readonly body: Buffer;
  readonly mime: string;
}

/**
 * Reads the file at `pathname` (as in a URL) below `root`. Undefined: no such file, a link that leads out, or an unknown type.
 */
export async function readPageFile(root: string, pathname: string): Promise<PageFile | undefined> {
  const name = decoded(pathname);
  if (name === undefined || name.includes('\0')) return undefined;
  try {
    const home = await realpath(root);
    const file = await realpath(path.join(home, name === '/' ? 'index.html' : name));
    const mime = MIME[path.extname(file)];
    if (mime === undefined || !file.startsWith(home + path.sep)) return undefined;
    return { body: await readFile(file), mime };
  } catch {
    return undefined;
  }
}

function decoded(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
}
