import '../zod-jitless';
import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import '@mantine/spotlight/styles.layer.css';
import '../theme/base.css';
import { createRoot } from 'react-dom/client';
import { refuseMarkup } from '../trusted-text';
import type { GalleryMain } from './gallery-main';
import { ShownApp } from './shown-app';
import { StateList } from './state-list';
import { shownState, showInAddress, stateNamed } from './shown-state';

declare global {
  interface Window {
    /** Scripted main process behind the state on show, for tests. */
    gallery?: GalleryMain;
    /** Shows another state without loading the page anew, which takes half of the time; for tests that only look. */
    showState?: (name: string) => void;
  }
}

refuseMarkup(window as Parameters<typeof refuseMarkup>[0]);

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root');
const first = shownState(window);
if (first === null) createRoot(root).render(<StateList />);
else {
  const app = new ShownApp(window, root);
  window.showState = (name) => {
    const next = stateNamed(name);
    if (next === null) throw new Error(`There is no state ${name}`);
    app.leave();
    showInAddress(window, next);
    window.gallery = app.show(next);
  };
  window.gallery = app.show(first);
}
