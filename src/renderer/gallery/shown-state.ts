import { STATES } from './states/states';
import type { State } from './states/state';

const KEPT_AS = 'state';

/**
 * State that the address names, or null for the list. `#/name` becomes `?state=name` and the state's own address in the app, for
 * the app has the hash to itself and a reload shows the same state.
 */
export function shownState(page: Window): State | null {
  const { location } = page;
  const named = stateNamed(location.hash.slice('#/'.length));
  const state = named ?? stateNamed(new URLSearchParams(location.search).get(KEPT_AS) ?? '');
  if (state !== null && (named !== null || location.hash === '')) {
    showInAddress(page, state);
  }
  page.addEventListener('hashchange', () => {
    if (stateNamed(location.hash.slice('#/'.length)) !== null) location.reload();
  });
  return state;
}

/** State of that name. */
export function stateNamed(name: string): State | null {
  return STATES.find((state) => state.name === name) ?? null;
}

/** Puts a state into the address, with its own address in the app behind it. */
export function showInAddress({ history }: Window, { name, at }: State): void {
  history.replaceState(null, '', `?${KEPT_AS}=${name}#${at}`);
}
