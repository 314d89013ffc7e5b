import '../zod-jitless';
import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import '@mantine/spotlight/styles.layer.css';
import '../theme/base.css';
import { createRoot } from 'react-dom/client';
import { App } from '../app/app';
import { connectPage } from '../app/page';
import { refuseMarkup } from '../trusted-text';
import { perform } from './acts';
import { GalleryMain } from './gallery-main';
import { StateList } from './state-list';
import { shownState } from './shown-state';
import type { State } from './states/state';

declare global {
  interface Window {
    /** Scripted main process behind the state on show, for tests. */
    gallery?: GalleryMain;
    /** What the preload script of the desktop app says. */
    switchboard?: { readonly desktop: boolean };
  }
}

const CONNECT = 'switchboard:connect';
const PORT = 'switchboard:port';

refuseMarkup(window as Parameters<typeof refuseMarkup>[0]);

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root');
const state = shownState(window);
if (state === null) createRoot(root).render(<StateList />);
else show(state, root);

/** Shows the real app before a scripted main process. */
function show(shown: State, into: HTMLElement): void {
  const main = new GalleryMain(shown, () => Date.now());
  window.gallery = main;
  for (const [key, value] of Object.entries(shown.memory ?? {})) localStorage.setItem(key, value);
  servePorts(shown, main);
  createRoot(into).render(<App page={connectPage(window)} />);
  void perform(document, shown.acts ?? []).then(() => (document.documentElement.dataset['gallery'] = shown.name));
}

/** Answers for the preload script: each time the page asks it gets two fresh ports, one for the contract and one for audio. */
function servePorts(shown: State, main: GalleryMain): void {
  window.switchboard = { desktop: true };
  let asked = 0;
  window.addEventListener('message', ({ source, data }) => {
    if (source !== window || data !== CONNECT) return;
    asked += 1;
    if (shown.link === 'never' || (shown.link === 'lost' && asked > 1)) return;
    const api = new MessageChannel();
    const audio = new MessageChannel();
    main.serve(api.port1);
    audio.port1.onmessage = ({ data: message }) => {
      // The headset says who it is: the first answer tells it that the channel is known.
      if (typeof message === 'string') audio.port1.postMessage('');
    };
    main.onListen = (callId) => audio.port1.postMessage(callId);
    window.postMessage(PORT, location.origin, [api.port2, audio.port2]);
  });
}
