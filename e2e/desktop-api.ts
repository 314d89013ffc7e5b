import type { Page } from '@playwright/test';

/** The console API as a page of the desktop app reaches it: raw messages, with none of our code between. */
export interface DesktopApi {
  /** Calls a procedure such as `key/set`; the raw answer is kept in `heard`. */
  call(procedure: string, input?: unknown): Promise<unknown>;
  /** Every message from the main process, as it came. */
  readonly heard: readonly string[];
}

/** A console address where none of our code runs, so that nothing else asks for the port. */
const QUIET_PAGE = 'app://console/absent';

/** Takes the page's message port. The page shows nothing from then on. */
export async function takeApi(page: Page): Promise<DesktopApi> {
  await page.goto(QUIET_PAGE);
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        addEventListener('message', (event) => {
          const [port] = event.ports;
          if (event.data !== 'switchboard:port' || !port) return;
          Reflect.set(globalThis, 'port', port);
          port.start();
          resolve();
        });
        postMessage('switchboard:connect', location.origin);
      }),
  );
  const heard: string[] = [];
  let calls = 0;
  return {
    heard,
    call: async (procedure, input) => {
      calls += 1;
      const request = JSON.stringify({ i: String(calls), p: { u: `/${procedure}`, b: { json: input } } });
      const answer = await page.evaluate(
        ({ request, id }) =>
          new Promise<string>((resolve) => {
            const port = Reflect.get(globalThis, 'port') as MessagePort;
            const hear = (event: MessageEvent): void => {
              if ((JSON.parse(event.data as string) as { i: string }).i !== id) return;
              port.removeEventListener('message', hear);
              resolve(event.data as string);
            };
            port.addEventListener('message', hear);
            port.postMessage(request);
          }),
        { request, id: String(calls) },
      );
      heard.push(answer);
      return (JSON.parse(answer) as { p: { b?: { json?: unknown } } }).p.b?.json;
    },
  };
}
