import { expect, test, type Console } from './console';

test('the page has nothing of the machine, and strangers have nothing of the page', async ({ console }) => {
  await test.step('the page has no Node and no Electron, only the mark of the desktop', () => expectNoNode(console));
  await test.step('every page runs sandboxed and isolated', () => expectSandbox(console));
  await test.step('a window made without the sandbox is closed at once', () => expectWeakWindowClosed(console));
  await test.step('the page stays where it is', () => expectPageStays(console));
  await test.step('the page gets the microphone and nothing else', () => expectMicrophoneOnly(console));
  await test.step('the content policy refuses strangers, frames and markup', () => expectPolicy(console));
  await test.step('there is one channel to the main process', () => expectOneChannel(console));
  await test.step('only the console itself is handed a port', () => expectPortForConsoleOnly(console));
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

async function expectNoNode(console: Console): Promise<void> {
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
}

async function expectSandbox(console: Console): Promise<void> {
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
}

async function expectWeakWindowClosed(console: Console): Promise<void> {
  const closed = await console.app?.evaluate(async ({ BrowserWindow }) => {
    const weak = new BrowserWindow({ show: false, webPreferences: { sandbox: false } });
    const { id } = weak;
    if (!weak.isDestroyed()) await new Promise<void>((resolve) => weak.once('closed', () => resolve()));
    return BrowserWindow.fromId(id) === null;
  });
  expect(closed).toBe(true);
}

async function expectPageStays(console: Console): Promise<void> {
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
}

async function expectMicrophoneOnly(console: Console): Promise<void> {
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
}

async function expectPolicy(console: Console): Promise<void> {
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
}

async function expectOneChannel(console: Console): Promise<void> {
  const channels = await console.app?.evaluate(({ ipcMain }) =>
    ipcMain.eventNames().filter((name) => name !== 'error'),
  );
  expect(channels).toEqual(['console:connect']);
}

async function expectPortForConsoleOnly(console: Console): Promise<void> {
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
}
