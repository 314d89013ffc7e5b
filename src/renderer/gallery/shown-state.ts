import { STATES } from './states/states';
import type { State } from './states/state';

const KEPT_AS = 'state';

/**
 * State that the address names, or null for the list. `#/name` becomes `?state=name` and the state's own address in the app, for
 * the app has the hash to itself and a reload shows the same state.
 */
export function shownState(page: Window): State | null {
  const { location, history } = page;
  const named = stateNamed(location.hash.slice('#/'.length));
  if (named !== null) history.replaceState(null, '', `?${KEPT_AS}=${named.name}#${named.at}`);
  page.addEventListener('hashchange', () => {
    if (stateNamed(location.hash.slice('#/'.length)) !== null) location.reload();
  });
  return stateNamed(new URLSearchParams(location.search).get(KEPT_AS) ?? '');
}

function stateNamed(name: string): State | null {
  return STATES.find((state) => state.name === name) ?? null;
}
