import { Spotlight, type SpotlightActionData } from '@mantine/spotlight';
import { useMantineColorScheme } from '@mantine/core';
import { useHashLocation } from 'wouter/use-hash-location';
import { useConsole } from '../connection/services';
import { useCallOrder } from '../live/call-needs';
import { otherParty } from '../live/other-party';
import { phaseWords } from '../live/phase-words';
import { KeyCap } from '../ui/key-cap';
import { plainLine } from '../ui/plain-text';
import { pressShortcut } from '../ui/shortcuts';
import styles from './palette.module.css';
import { SCREENS } from './screens';
import { SHORTCUTS } from './shortcut-list';

const MAX_SHOWN = 12;

/** Everything by name: calls, screens, and every act that has a key. */
export function Palette() {
  const calls = useConsole((view) => view.console.calls);
  const { current, ended } = useCallOrder(calls);
  const [, navigate] = useHashLocation();
  const { setColorScheme } = useMantineColorScheme();

  const go = (path: string) => () => navigate(path);
  const actions: SpotlightActionData[] = [
    ...[...current, ...ended].map((call) => ({
      id: `call ${call.id}`,
      label: `${otherParty(call)} · ${plainLine(call.agent.name)}`,
      description: phaseWords(call),
      group: 'Calls',
      onClick: go(`/live/${encodeURIComponent(call.id)}`),
    })),
    ...SHORTCUTS.filter(({ act }) => act !== undefined).map(({ does, keys, act }) => ({
      id: `act ${does}`,
      label: does,
      rightSection: <KeyCap>{keys.join(' ')}</KeyCap>,
      group: 'This call',
      onClick: () => pressShortcut(act ?? ''),
    })),
    ...SCREENS.map(({ label, path }) => ({ id: `screen ${path}`, label, group: 'Screens', onClick: go(`/${path}`) })),
    ...(['dark', 'light', 'auto'] as const).map((scheme) => ({
      id: `colours ${scheme}`,
      label: SCHEMES[scheme],
      group: 'Appearance',
      onClick: () => setColorScheme(scheme),
    })),
  ];
  return (
    <Spotlight
      actions={grouped(actions)}
      limit={MAX_SHOWN}
      shortcut={['mod + K']}
      nothingFound="Nothing by that name"
      searchProps={{ placeholder: 'A call, a screen, something to do…', 'aria-label': 'Search' }}
      scrollable
      maxHeight={420}
      lockScroll={false}
      overlayProps={{ blur: 0 }}
      classNames={{
        content: styles['content'],
        search: styles['search'],
        action: styles['action'],
        actionLabel: styles['label'],
        actionDescription: styles['description'],
        actionsGroup: styles['group'],
        empty: styles['empty'],
      }}
    />
  );
}

const SCHEMES = { dark: 'Dark colours', light: 'Light colours', auto: 'Colours of the system' };

function grouped(actions: readonly SpotlightActionData[]) {
  const groups = new Map<string, SpotlightActionData[]>();
  for (const action of actions) {
    const name = action.group ?? '';
    groups.set(name, [...(groups.get(name) ?? []), action]);
  }
  return [...groups].map(([group, of]) => ({ group, actions: of }));
}
