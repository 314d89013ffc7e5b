import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { closeCode, statusOf, useConsole } from './console-listener.fixture';

const visit = useConsole();

async function heard(socket: Awaited<ReturnType<ReturnType<typeof visit>['openAudio']>>): Promise<unknown[]> {
  return (await once(socket, 'message')) as unknown[];
}

describe('the audio socket', () => {
  it('carries text and bytes for the page that came through a link, and says when it is gone', async () => {
    const socket = await visit().openAudio();
    socket.send('headset-1');
    expect(await heard(socket)).toEqual([Buffer.from('headset-1'), false]);
    socket.send(new Uint8Array(161).fill(7));
    expect(await heard(socket)).toEqual([Buffer.alloc(161, 7), true]);
    socket.close();
    await expect.poll(() => visit().audio.told).toEqual(['opened', 'closed']);
  });

  it.each([
    ['a foreign page with the cookie', { origin: 'https://evil.example' }, 403],
    ['a program without an origin', { origin: undefined }, 403],
    ['a page without a cookie', { cookie: undefined }, 403],
    ['a page with a wrong cookie', { cookie: 'switchboard_00000000=x' }, 403],
  ])('refuses %s before the upgrade', async (_name, changed, status) => {
    const { cookie } = await visit().openSession();
    const headers = Object.entries({ origin: visit().listener.url, cookie, ...changed }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    );
    expect(await statusOf(visit().dial(Object.fromEntries(headers), '/audio'))).toBe(status);
  });

  it("opens no channel before the session's value was said", async () => {
    const { cookie, csrf } = await visit().openSession();
    for (const first of ['', 'headset-1', Buffer.from(csrf)]) {
      const socket = visit().dial({ origin: visit().listener.url, cookie }, '/audio');
      await once(socket, 'open');
      const closed = closeCode(socket);
      socket.send(first);
      expect(await closed).toBe(4403);
    }
    expect(visit().audio.told).toEqual([]);
  });

  it('closes on a message that is too large, and when the channel is closed', async () => {
    const one = await visit().openAudio();
    const tooLarge = closeCode(one);
    one.send(new Uint8Array(257));
    expect(await tooLarge).toBe(1009);
    const two = await visit().openAudio();
    await expect.poll(() => visit().audio.told).toContain('opened');
    const refused = closeCode(two);
    await expect.poll(() => visit().audio.told.filter((each) => each === 'opened')).toHaveLength(2);
    visit().audio.closeAll();
    expect(await refused).toBe(1008);
    await expect.poll(() => visit().audio.told.filter((each) => each === 'closed')).toHaveLength(2);
  });

  it('ends with its session', async () => {
    const socket = await visit().openAudio();
    await expect.poll(() => visit().audio.told).toContain('opened');
    const closed = closeCode(socket);
    visit().listener.newLink({ revokeSessions: true });
    expect(await closed).toBe(4401);
  });
});
