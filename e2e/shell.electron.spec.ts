import { expect, test } from './console';

test('the page has no Node and no Electron, only the mark of the desktop', async ({ console }) => {
  const seen = await console.page.evaluate(() => {
    const world = globalThis as unknown as Record<string, unknown>;
    const desktop = world['switchboard'] as { desktop: boolean };
    return {
      absent: ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer'].filter((name) => name in world),
      desktop: { ...desktop },
      frozen: Object.isFrozen(desktop),
    };
  });
  expect(seen).toEqual({ absent: [], desktop: { desktop: true }, frozen: true });
});

test('every page runs sandboxed and isolated', async ({ console }) => {
  const preferences = await console.app?.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents) => {
      const last = (
        contents as unknown as { getLastWebPreferences(): Record<string, unknown> }
      ).getLastWebPreferences();
      const { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag } = last;
      return { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag };
    }),
  );
  expect(preferences).toEqual([
    { sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true, webviewTag: false },
  ]);
});

test('a window made without the sandbox is closed at once', async ({ console }) => {
  const closed = await console.app?.evaluate(async ({ BrowserWindow }) => {
    const weak = new BrowserWindow({ show: false, webPreferences: { sandbox: false } });
    const { id } = weak;
    if (!weak.isDestroyed()) await new Promise<void>((resolve) => weak.once('closed', () => resolve()));
    return BrowserWindow.fromId(id) === null;
  });
  expect(closed).toBe(true);
});

test('the page stays where it is', async ({ console }) => {
  const { page } = console;
  const before = page.url();
  await page.evaluate(() => {
    location.href = 'https://example.com/';
  });
  await page.evaluate(() => {
    location.href = 'data:text/html,<p>elsewhere</p>';
  });
  await page.evaluate(() => {
    const link = document.createElement('a');
    link.href = 'https://example.com/';
    link.target = '_blank';
    document.body.append(link);
    link.click();
  });
  expect(await page.evaluate(() => window.open('https://example.com/'))).toBeNull();
  await expect.poll(() => console.app?.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(1);
  expect(page.url()).toBe(before);
  console.expectComplaint(/data:text\/html|Not allowed to navigate/);
});

test('the page gets the microphone and nothing else', async ({ console }) => {
  const answers = await console.page.evaluate(async () => {
    const outcome = (promise: Promise<unknown>): Promise<string> =>
      promise.then(
        () => 'granted',
        (error: unknown) => (error instanceof Error ? error.name : 'refused'),
      );
    const { permissions, geolocation, mediaDevices } = navigator;
    const locate = (): Promise<unknown> =>
      new Promise((resolve, reject) => {
        geolocation.getCurrentPosition(resolve, () => reject(new Error('refused')));
      });
    return {
      camera: await outcome(mediaDevices.getUserMedia({ video: true })),
      both: await outcome(mediaDevices.getUserMedia({ audio: true, video: true })),
      screen: await outcome(mediaDevices.getDisplayMedia()),
      location: await outcome(locate()),
      notifications: (await permissions.query({ name: 'notifications' })).state,
    };
  });
  expect(answers.camera).not.toBe('granted');
  expect(answers.both).not.toBe('granted');
  expect(answers.screen).not.toBe('granted');
  expect(answers.location).not.toBe('granted');
  expect(answers.notifications).toBe('denied');
});

test('the content policy refuses strangers, frames and markup', async ({ console }) => {
  const { page } = console;
  const outcomes = await page.evaluate(async () => {
    const attempt = (act: () => void): string => {
      try {
        act();
        return 'accepted';
      } catch {
        return 'refused';
      }
    };
    const frame = document.createElement('iframe');
    frame.src = 'https://example.com/';
    document.body.append(frame);
    const script = document.createElement('script');
    return {
      fetched: await fetch('https://example.com/').then(
        () => 'accepted',
        () => 'refused',
      ),
      markup: attempt(() => Reflect.set(document.createElement('div'), 'innerHTML', '<img src=x onerror=alert(1)>')),
      code: attempt(() => (script.textContent = 'globalThis.ran = true')),
    };
  });
  expect(outcomes).toEqual({ fetched: 'refused', markup: 'refused', code: 'refused' });
  expect(page.frames().filter((frame) => frame.url().includes('example.com'))).toEqual([]);
  console.expectComplaint(/Content Security Policy|This document requires 'Trusted/);
});

test('there is one channel to the main process', async ({ console }) => {
  const channels = await console.app?.evaluate(({ ipcMain }) =>
    ipcMain.eventNames().filter((name) => name !== 'error'),
  );
  expect(channels).toEqual(['console:connect']);
});

test('only the console itself is handed a port', async ({ console }) => {
  const asked = await console.app?.evaluate(async ({ BrowserWindow, app }) => {
    const stranger = new BrowserWindow({
      show: false,
      webPreferences: { sandbox: true, preload: `${app.getAppPath()}/out/preload/index.cjs` },
    });
    await stranger.loadURL('app://console/absent');
    const answer: unknown = await stranger.webContents.executeJavaScript(`new Promise((resolve) => {
      addEventListener('message', (event) => event.data === 'switchboard:port' && resolve('handed over'));
      postMessage('switchboard:connect', location.origin);
      setTimeout(() => resolve('nothing'), 500);
    })`);
    stranger.destroy();
    return answer;
  });
  expect(asked).toBe('nothing');
});

test('a page that crashes comes back by itself', async ({ console }) => {
  console.expectCrash();
  await console.app?.evaluate(async ({ webContents }) => {
    const [page] = webContents.getAllWebContents();
    const loaded = new Promise<void>((resolve) => page?.once('did-finish-load', () => resolve()));
    page?.forcefullyCrashRenderer();
    await loaded;
  });
  const text = () =>
    console.app?.evaluate(async ({ webContents }) => {
      const [page] = webContents.getAllWebContents();
      return (await page?.executeJavaScript('document.body.innerText')) as string;
    });
  await expect.poll(text).toContain('No line is live');
});
