import { notifications } from '@mantine/notifications';
import { spotlight } from '@mantine/spotlight';
import { createRoot } from 'react-dom/client';
import { App } from '../app/app';
import { connectPage } from '../app/page';
import { perform } from './acts';
import { GalleryMain } from './gallery-main';
import type { State } from './states/state';

const CONNECT = 'switchboard:connect';
const PORT = 'switchboard:port';

/** The real app before a scripted main process, one state at a time. */
export class ShownApp {
  readonly #page: Window;
  readonly #into: HTMLElement;
  #leaving = new AbortController();

  constructor(page: Window, into: HTMLElement) {
    this.#page = page;
    this.#into = into;
    // What the preload script of the desktop app says.
    Object.assign(page, { switchboard: { desktop: true } });
  }

  /** Shows a state; the page says its name as `data-gallery` when everything that leads to it was done. */
  show(state: State): GalleryMain {
    const { document, localStorage } = this.#page;
    const main = new GalleryMain(state, () => Date.now());
    this.#leaving = new AbortController();
    const { signal } = this.#leaving;
    for (const [key, value] of Object.entries(state.memory ?? {})) localStorage.setItem(key, value);
    this.#servePorts(state, main, signal);
    const page = connectPage(this.#page);
    const root = createRoot(this.#into);
    root.render(<App page={page} />);
    signal.addEventListener('abort', () => {
      root.unmount();
      page.close();
    });
    void perform(document, state.acts ?? [], signal).then(() => {
      if (!signal.aborted) document.documentElement.dataset['gallery'] = state.name;
    });
    return main;
  }

  /** Leaves the state on show, and whatever it left outside of the app. */
  leave(): void {
    this.#leaving.abort();
    notifications.clean();
    spotlight.close();
    this.#page.localStorage.clear();
    delete this.#page.document.documentElement.dataset['gallery'];
  }

  /** Answers for the preload script: each time the page asks it gets two fresh ports, one for the contract and one for audio. */
  #servePorts(state: State, main: GalleryMain, signal: AbortSignal): void {
    const page = this.#page;
    let asked = 0;
    const answer = ({ source, data }: MessageEvent): void => {
      if (source !== page || data !== CONNECT) return;
      asked += 1;
      if (state.link === 'never' || (state.link === 'lost' && asked > 1)) return;
      const api = new MessageChannel();
      const audio = new MessageChannel();
      main.serve(api.port1);
      audio.port1.onmessage = ({ data: message }) => {
        // The headset says who it is: the first answer tells it that the channel is known.
        if (typeof message === 'string') audio.port1.postMessage('');
      };
      main.onListen = (callId) => audio.port1.postMessage(callId);
      page.postMessage(PORT, page.location.origin, [api.port2, audio.port2]);
    };
    page.addEventListener('message', answer, { signal });
  }
}
