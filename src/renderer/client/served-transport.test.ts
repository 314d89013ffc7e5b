import { describe, expect, it } from 'vitest';
import { Session, takeLinkToken } from './served-transport';
import { SessionOver } from './transport';

/** Fake server that answers with the given statuses in turn, the requests it was sent, and a tab's storage. */
function serve(...statuses: readonly number[]) {
  const sent: unknown[] = [];
  const kept = new Map<string, string>();
  const memory = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  const answer: typeof fetch = async (path, init) => {
    sent.push([init?.method, path, init?.body]);
    return Response.json({ csrf: 'value' }, { status: statuses[sent.length - 1] ?? 500 });
  };
  return { session: (token: string | null) => new Session(token, memory, answer), sent, kept };
}

/** Requests the page sends with these bodies. */
function asked(...bodies: readonly string[]): unknown[] {
  return bodies.map((body) => ['POST', '/session', body]);
}

const signal = new AbortController().signal;

describe('Session', () => {
  it('opens with the token once, then with the value it was given', async () => {
    const { session, sent } = serve(200, 200);
    const opened = session('secret');
    expect(await opened.open(signal)).toBe('value');
    expect(await opened.open(signal)).toBe('value');
    expect(sent).toEqual(asked('{"token":"secret"}', '{"csrf":"value"}'));
  });

  it('goes on after a reload, when the link was used already', async () => {
    const { session, sent } = serve(200, 403, 200);
    await session('secret').open(signal);
    expect(await session('secret').open(signal)).toBe('value');
    expect(sent.slice(1)).toEqual(asked('{"token":"secret"}', '{"csrf":"value"}'));
  });

  it('is over when neither is taken, and then forgotten', async () => {
    const { session, kept } = serve(200, 403, 403);
    await session('secret').open(signal);
    await expect(session('used').open(signal)).rejects.toBeInstanceOf(SessionOver);
    expect(kept.size).toBe(0);
  });

  it('is over at once in a tab that never had one', async () => {
    const { session, sent } = serve();
    await expect(session(null).open(signal)).rejects.toBeInstanceOf(SessionOver);
    expect(sent).toEqual([]);
  });

  it('keeps the token when the server failed', async () => {
    const { session, sent } = serve(503, 200);
    const opened = session('secret');
    await expect(opened.open(signal)).rejects.not.toBeInstanceOf(SessionOver);
    expect(await opened.open(signal)).toBe('value');
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
