import { Spotlight, type SpotlightActionData, type SpotlightActionGroupData } from '@mantine/spotlight';
import { useMantineColorScheme } from '@mantine/core';
import { useRef, useState } from 'react';
import { useHashLocation } from 'wouter/use-hash-location';
import type { Call } from '../../shared/call/call';
import { useConsole } from '../connection/services';
import { useCallOrder } from '../live/call-needs';
import { otherParty } from '../live/other-party';
import { phaseWords } from '../live/phase-words';
import { KeyCap } from '../ui/key-cap';
import { plainLine } from '../ui/plain-text';
import { liveKeys, pressShortcut } from '../ui/shortcuts';
import styles from './palette.module.css';
import { SCREENS } from './screens';
import { SHORTCUTS } from './shortcut-list';

const MAX_SHOWN = 60;

/** Everything by name: what can be done now, calls and screens. */
export function Palette() {
  const calls = useConsole((view) => view.console.calls);
  const { current, ended } = useCallOrder(calls);
  const [, navigate] = useHashLocation();
  const { setColorScheme } = useMantineColorScheme();

  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  const search = useRef<HTMLInputElement>(null);

  const go = (path: string) => () => navigate(path);
  const toCall = (call: Call): SpotlightActionData => ({
    id: `call ${call.id}`,
    label: otherParty(call),
    description: `${plainLine(call.agent.name)} · ${phaseWords(call)}`,
    onClick: go(`/live/${encodeURIComponent(call.id)}`),
  });
  const acts = (of: string): SpotlightActionData[] =>
    SHORTCUTS.filter((each) => each.of === of && each.act !== undefined && keys.has(each.act)).map((each) => ({
      id: `act ${each.does}`,
      label: each.does,
      rightSection: <KeyCap>{each.keys.join(' ')}</KeyCap>,
      onClick: () => pressShortcut(each.act ?? ''),
    }));
  const groups: SpotlightActionGroupData[] = [
    { group: 'This call', actions: acts('This call') },
    { group: 'Calls', actions: [...current.map(toCall), ...acts('All calls')] },
    {
      group: 'Switchboard',
      actions: [
        ...SCREENS.map(({ label, path }) => ({
          id: `screen ${path}`,
          label: `Go to ${label}`,
          onClick: go(`/${path}`),
        })),
        ...(['dark', 'light', 'auto'] as const).map((scheme) => ({
          id: `colours ${scheme}`,
          label: SCHEMES[scheme],
          onClick: () => setColorScheme(scheme),
        })),
        ...acts('Switchboard'),
      ],
    },
    { group: 'Ended calls', actions: ended.map(toCall) },
  ];
  return (
    <Spotlight
      actions={groups.filter(({ actions }) => actions.length > 0)}
      onSpotlightOpen={() => {
        // What can be done is what the keys would do: nothing is offered that would not happen.
        setKeys(liveKeys());
        // Before the next key, which the focus trap's timer is not; after the palette has noted where the focus goes back to.
        search.current?.focus();
      }}
      limit={MAX_SHOWN}
      shortcut={['mod + K']}
      nothingFound="Nothing by that name"
      searchProps={{ placeholder: 'A call, a screen, something to do…', 'aria-label': 'Search', ref: search }}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'group', 'aria-label': 'Found' } }}
      scrollable
      maxHeight={420}
      lockScroll={false}
      centered={false}
      yOffset="12dvh"
      transitionProps={{ duration: 0 }}
      overlayProps={{ blur: 0 }}
      attributes={{ content: { 'aria-label': 'Everything by name' } }}
      classNames={{
        content: styles['content'],
        search: styles['search'],
        action: styles['action'],
        actionLabel: styles['label'],
        actionDescription: styles['description'],
        actionsGroup: styles['group'],
        actionsList: styles['list'],
        empty: styles['empty'],
      }}
    />
  );
}

const SCHEMES = { dark: 'Dark colours', light: 'Light colours', auto: 'Colours of the system' };
