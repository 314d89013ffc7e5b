/**
 * Content-Security-Policy of the console page. `styleNonce` is fresh for every response; `socket` is an origin the page may
 * connect to besides its own. The one Trusted Types policy, `default`, lets style sheets through and refuses markup.
 */
export function contentPolicy(styleNonce: string, socket?: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${styleNonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "media-src 'self' blob:",
    socket === undefined ? "connect-src 'self'" : `connect-src 'self' ${socket}`,
    "worker-src 'self'",
    "frame-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ].join('; ');
}
