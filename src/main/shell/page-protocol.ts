import { randomBytes } from 'node:crypto';
import { protocol } from 'electron';
import { contentPolicy } from '../../shared/std/csp';
import { readPageFile } from './page-files';

const NONCE_PLACEHOLDER = '__CSP_NONCE__';

/** Declares `app://` a real, secure origin. Must run before the app is ready. */
export function declarePageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
}

/** Serves the files below `root` as `app://console/…`, read-only, each under the page's content policy. */
export function servePage(root: string): void {
  protocol.handle('app', (request) => answer(root, request.method, new URL(request.url)));
}

async function answer(root: string, method: string, url: URL): Promise<Response> {
  if (method !== 'GET' && method !== 'HEAD')
    return new Response(null, { status: 405, headers: { Allow: 'GET, HEAD' } });
  const file = url.host === 'console' ? await readPageFile(root, url.pathname) : undefined;
  if (!file) return new Response(null, { status: 404 });
  const nonce = randomBytes(16).toString('base64');
  const isPage = file.mime.startsWith('text/html');
  const body = isPage ? file.body.toString('utf8').replaceAll(NONCE_PLACEHOLDER, nonce) : new Uint8Array(file.body);
  return new Response(method === 'HEAD' ? null : body, {
    headers: {
      'Content-Type': file.mime,
      'Content-Security-Policy': contentPolicy(nonce),
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Cache-Control': isPage ? 'no-store' : 'no-cache',
    },
  });
}
