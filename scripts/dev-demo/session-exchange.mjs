import { randomBytes } from 'node:crypto';

const OUR_COOKIE = /\b(switchboard_\w+)=/g;

/**
 * Opens demo sessions for pages that came by the development server's link, whose token works any number of times. A restart
 * of the demo ends its sessions; a page that had one gets a new one here.
 */
export function createSessionExchange(demo) {
  const linkToken = randomBytes(24).toString('base64url');
  const known = new Set([linkToken]);
  const given = new Set();

  /** Answers `POST /session` with the value and cookie of a new session, or 403 for an unknown client. */
  async function answer(request, response, origin) {
    const proof = readProof(await bodyOf(request));
    if (request.headers.origin !== new URL(origin).origin || !known.has(proof)) {
      response.writeHead(403).end();
      return;
    }
    const opened = await fetch(new URL('/session', demo.origin()), {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: demo.origin() },
      body: JSON.stringify({ token: await demo.takeToken() }),
    });
    const { csrf } = /** @type {{ csrf: string }} */ (await opened.json());
    known.add(csrf);
    const cookies = opened.headers.getSetCookie();
    const names = cookies.flatMap((cookie) => [...cookie.matchAll(OUR_COOKIE)].map(([, name]) => name));
    cookies.push(...forget(request.headers.cookie ?? '', names));
    for (const name of names) given.add(name);
    response
      .writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store', 'set-cookie': cookies })
      .end(JSON.stringify({ csrf }));
  }

  /** Expires the cookies of earlier starts, so that the header does not grow. Those of another Switchboard stay. */
  function forget(header, current) {
    return [...header.matchAll(OUR_COOKIE)]
      .filter(([, name]) => given.has(name) && !current.includes(name))
      .map(([, name]) => `${name}=; Max-Age=0; Path=/`);
  }

  return { linkToken, answer };
}

function readProof(text) {
  try {
    const { token, csrf } = JSON.parse(text);
    return token ?? csrf;
  } catch {
    return undefined;
  }
}

async function bodyOf(request) {
  let text = '';
  for await (const part of request) text += part;
  return text;
}
