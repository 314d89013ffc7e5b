import { IconHash, IconMessageChatbot, IconPhoneCall, IconSettings, type TablerIcon } from '@tabler/icons-react';
import { createElement, use, type ComponentType, type ReactNode } from 'react';
import { LiveScreen } from '../live/live-screen';

/** A screen of the console. */
export interface Screen {
  /** First part of its address: `lines` in `#/lines`. */
  readonly path: string;
  readonly label: string;
  readonly icon: TablerIcon;
  readonly View: ComponentType | LazyView;
  /** True for a screen listed below those of daily work. */
  readonly atFoot?: boolean;
}

const LIVE: Screen = { path: 'live', label: 'Live', icon: IconPhoneCall, View: LiveScreen };

const agents = lazyView(async () => (await import('../agents/agents-screen')).AgentsScreen);
const lines = lazyView(async () => (await import('../lines/lines-screen')).LinesScreen);
const settings = lazyView(async () => (await import('../settings/settings-screen')).SettingsScreen);

/** Every screen, in the order of the rail. All but the first are fetched separately, after the console is shown. */
export const SCREENS: readonly Screen[] = [
  LIVE,
  { path: 'agents', label: 'Agents', icon: IconMessageChatbot, View: agents },
  { path: 'lines', label: 'Lines', icon: IconHash, View: lines },
  { path: 'settings', label: 'Settings', icon: IconSettings, View: settings, atFoot: true },
];

/** Returns the screen of an address; null: there is none. The empty address is the live screen's. */
export function screenOf(address: string): Screen | null {
  const [, first = ''] = address.split('/');
  return first === '' ? LIVE : (SCREENS.find(({ path }) => path === first) ?? null);
}

/** Fetches every screen, so that going to one shows it at once. */
export function fetchScreens(): void {
  for (const { View } of SCREENS) if ('fetch' in View) void View.fetch().catch(() => undefined);
}

/** Component whose code loads when it is first shown, or earlier on `fetch`, so that nobody waits for it. */
interface LazyView {
  (): ReactNode;
  fetch(): Promise<unknown>;
}

/**
 * Wraps the component that `load` resolves to. `React.lazy` shows its fallback for a moment even if the code has
 * loaded; this one does not.
 */
function lazyView(load: () => Promise<ComponentType>): LazyView {
  let loading: Promise<ComponentType> | undefined;
  let loaded: ComponentType | undefined;
  const fetch = (): Promise<ComponentType> => {
    loading ??= load().then((view) => (loaded = view));
    return loading;
  };
  function View(): ReactNode {
    const Loaded = loaded ?? use(fetch());
    return createElement(Loaded);
  }
  return Object.assign(View, { fetch });
}
