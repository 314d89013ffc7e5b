import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import path from 'node:path';
import { REPOSITORY } from '../binaries';

const BUILT = path.join(REPOSITORY, 'out/gallery');
const NONCE_PLACE = '__CSP_NONCE__';
const NONCE = 'gallery';

/** Policy of the desktop page, src/main/shell/content-policy.ts: what the app may not do, the gallery may not either. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' 'nonce-${NONCE}'`,
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "frame-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types default',
].join('; ');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Serves the built gallery on a free port of this machine. Rejects when it was not built: `npm run gallery:build`. */
export async function serveGallery(): Promise<{ readonly origin: string; readonly close: () => Promise<void> }> {
  const page = (await readFile(path.join(BUILT, 'gallery.html'), 'utf8')).replaceAll(NONCE_PLACE, NONCE);
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://gallery');
    if (pathname === '/') send(response, 200, '.html', page);
    else if (!/^\/assets\/[\w.-]+$/.test(pathname)) send(response, 404, '.html', '');
    else
      readFile(path.join(BUILT, pathname)).then(
        (file) => send(response, 200, path.extname(pathname), file),
        () => send(response, 404, '.html', ''),
      );
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the gallery has no port');
  return {
    origin: `http://127.0.0.1:${String(address.port)}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function send(response: ServerResponse, status: number, ending: string, body: string | Buffer): void {
  const headers = {
    'content-type': TYPES[ending] ?? 'application/octet-stream',
    'content-security-policy': POLICY,
    'cache-control': ending === '.html' ? 'no-store' : 'max-age=3600, immutable',
  };
  response.writeHead(status, headers).end(body);
}
