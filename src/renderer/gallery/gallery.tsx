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
import type { State } from './states/state';
import { STATES } from './states/states';

declare global {
  interface Window {
    /** Scripted main process behind the state on show, for tests. */
    gallery?: GalleryMain;
    /** Shows another state without loading the page anew, which takes half of the time; for tests that only look. */
    showState?: (name: string) => void;
  }
}

/** Name of the state in the query of the address. */
const QUERY = 'state';

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

/**
 * State that the address names, or null for the list. `#/name` becomes `?state=name` and the state's own address in the app, for
 * the app has the hash to itself and a reload shows the same state.
 */
function shownState(page: Window): State | null {
  const { location } = page;
  const named = stateNamed(location.hash.slice('#/'.length));
  const state = named ?? stateNamed(new URLSearchParams(location.search).get(QUERY) ?? '');
  if (state !== null && (named !== null || location.hash === '')) {
    showInAddress(page, state);
  }
  page.addEventListener('hashchange', () => {
    if (stateNamed(location.hash.slice('#/'.length)) !== null) location.reload();
  });
  return state;
}

/** State of that name. */
function stateNamed(name: string): State | null {
  return STATES.find((state) => state.name === name) ?? null;
}

/** Puts a state into the address, with its own address in the app behind it. */
function showInAddress({ history }: Window, { name, at }: State): void {
  history.replaceState(null, '', `?${QUERY}=${name}#${at}`);
}
