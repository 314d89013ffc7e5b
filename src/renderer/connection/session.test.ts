import { describe, expect, it } from 'vitest';
import { Session, takeLinkToken } from './session';
import { SessionOver } from './transport';

/** A server that answers with the given statuses in turn, and what it was sent. */
function serve(...statuses: readonly number[]): { session: (token: string | null) => Session; sent: unknown[] } {
  const sent: unknown[] = [];
  const answer: typeof fetch = async (path, init) => {
    sent.push([init?.method, path, init?.body]);
    return Response.json({ csrf: `csrf-${sent.length}` }, { status: statuses[sent.length - 1] ?? 500 });
  };
  return { session: (token) => new Session(token, answer), sent };
}

/** How the page asks. */
function asked(...bodies: readonly string[]): unknown[] {
  return bodies.map((body) => ['POST', '/session', body]);
}

const signal = new AbortController().signal;

describe('Session', () => {
  it('opens with the token once, then with the cookie', async () => {
    const { session, sent } = serve(200, 200);
    const opened = session('secret');
    expect(await opened.open(signal)).toBe('csrf-1');
    expect(await opened.open(signal)).toBe('csrf-2');
    expect(sent).toEqual(asked('{"token":"secret"}', '{}'));
  });

  it('falls back to the cookie when the link was used already', async () => {
    const { session, sent } = serve(401, 200);
    expect(await session('used').open(signal)).toBe('csrf-2');
    expect(sent).toEqual(asked('{"token":"used"}', '{}'));
  });

  it('is over when neither is taken', async () => {
    const { session } = serve(401, 401);
    await expect(session('used').open(signal)).rejects.toBeInstanceOf(SessionOver);
  });

  it('keeps the token when the server failed', async () => {
    const { session, sent } = serve(503, 200);
    const opened = session('secret');
    await expect(opened.open(signal)).rejects.not.toBeInstanceOf(SessionOver);
    expect(await opened.open(signal)).toBe('csrf-2');
    expect(sent).toEqual(asked('{"token":"secret"}', '{"token":"secret"}'));
  });
});

describe('takeLinkToken', () => {
  function page(hash: string) {
    const replaced: string[] = [];
    const location = { hash, pathname: '/', search: '?a' } as Location;
    const history = {
      replaceState: (_data: unknown, _title: string, url?: string | URL | null) => replaced.push(String(url)),
    };
    return { token: takeLinkToken(location, history), replaced };
  }

  it('takes it out of the address', () => {
    expect(page('#t=abc_-1')).toEqual({ token: 'abc_-1', replaced: ['/?a'] });
  });

  it.each(['', '#/live/one', '#t='])('leaves %j alone', (hash) => {
    expect(page(hash)).toEqual({ token: null, replaced: [] });
  });
});
