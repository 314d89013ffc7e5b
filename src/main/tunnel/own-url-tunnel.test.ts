import { describe, expect, it } from 'vitest';
import { OwnUrlTunnel } from './own-url-tunnel';

function started(address: string | undefined) {
  const tunnel = new OwnUrlTunnel(address === undefined ? undefined : new URL(address));
  const phases: string[] = [];
  tunnel.changes.onChange((state) => phases.push(state.phase));
  tunnel.start(5050);
  return { tunnel, phases };
}

function hrefOf(tunnel: OwnUrlTunnel): string | undefined {
  const state = tunnel.changes.get();
  return state.phase === 'up' ? state.publicBase.href : undefined;
}

describe('a public URL of the user’s own', () => {
  it.each([
    ['https://phone.example.com', 'https://phone.example.com/', 'own-url'],
    ['https://phone.example.com/desk/one/', 'https://phone.example.com/desk/one', 'own-url'],
    ['https://phone.example.com:8443/desk?x=1#y', 'https://phone.example.com:8443/desk', 'own-url'],
    ['http://127.0.0.1:9000', 'http://127.0.0.1:9000/', 'this-machine'],
    ['http://localhost:9000/desk', 'http://localhost:9000/desk', 'this-machine'],
    ['http://[::1]:9000', 'http://[::1]:9000/', 'this-machine'],
    ['https://127.0.0.1.example.com', 'https://127.0.0.1.example.com/', 'own-url'],
    [undefined, 'http://127.0.0.1:5050/', 'this-machine'],
  ])('%s is up at once as %s: %s', (address, href, kind) => {
    const { tunnel, phases } = started(address);
    expect(hrefOf(tunnel)).toBe(href);
    expect(tunnel.kind()).toBe(kind);
    expect(phases).toEqual(['up']);
  });

  it('fails and recovers as checks from outside say, without forgetting its address', () => {
    const { tunnel, phases } = started('https://phone.example.com/desk');
    const base = new URL('https://phone.example.com/desk');
    tunnel.report(base, { ok: false, failure: 'other-answer', code: 'HTTP 502' });
    tunnel.report(base, { ok: false, failure: 'other-answer', code: 'HTTP 503' });
    expect(tunnel.changes.get()).toMatchObject({
      phase: 'failing',
      code: 'public-other-answer',
      sentence: 'Something other than this Switchboard answered at the public URL.',
      vendorCode: 'HTTP 502',
      publicBase: base,
    });
    tunnel.report(base, { ok: true });
    tunnel.report(base, { ok: true });
    expect(phases).toEqual(['up', 'failing', 'up']);
  });

  it('says what ngrok says when the user runs ngrok themselves', () => {
    const { tunnel } = started('https://desk.ngrok-free.app');
    tunnel.report(new URL('https://desk.ngrok-free.app'), {
      ok: false,
      failure: 'tunnel-error',
      code: 'ERR_NGROK_8012',
    });
    expect(tunnel.changes.get()).toMatchObject({ code: 'port-not-reached', vendorCode: 'ERR_NGROK_8012' });
  });

  it('takes no report about another address, or when it is off', async () => {
    const { tunnel, phases } = started('https://phone.example.com');
    tunnel.report(new URL('https://phone.example.com/desk'), { ok: false, failure: 'timed-out' });
    await tunnel.stop();
    tunnel.report(new URL('https://phone.example.com'), { ok: false, failure: 'timed-out' });
    expect(phases).toEqual(['up', 'off']);
    tunnel.start(5050);
    expect(phases).toEqual(['up', 'off', 'up']);
  });
});
