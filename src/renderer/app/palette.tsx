import { useMantineColorScheme } from '@mantine/core';
import { Spotlight, type SpotlightActionData, type SpotlightActionGroupData } from '@mantine/spotlight';
import { useRef, useState } from 'react';
import { useHashLocation } from 'wouter/use-hash-location';
import type { Call } from '../../shared/call/call';
import { writtenKeys, type Action, type ActionGroup } from '../actions/action';
import { useActions } from '../actions/use-actions';
import { otherParty } from '../labels/other-party';
import { phaseLabel } from '../labels/phase-labels';
import { useCallOrder } from '../live/list/call-order';
import { callAddress } from '../routes/call-route';
import { useConsole, useServices } from '../services/services';
import { KeyCap, printedKeys } from '../ui/keyboard/key-cap';
import { plainLine } from '../ui/text/plain-text';
import styles from './palette.module.css';

const MAX_SHOWN = 60;

interface PaletteProps {
  readonly screens: readonly { readonly path: string; readonly label: string }[];
}

/** Command palette: everything by name that can be done now, calls and screens. */
export function Palette({ screens }: PaletteProps) {
  const calls = useConsole((view) => view.console.calls);
  const { current, ended } = useCallOrder(calls);
  const [, navigate] = useHashLocation();
  const { setColorScheme } = useMantineColorScheme();

  const { consoleId } = useServices();
  const { runner } = useActions();
  const [offered, setOffered] = useState<readonly Action[]>([]);
  const search = useRef<HTMLInputElement>(null);

  const go = (path: string) => () => navigate(path);
  const toCall = (call: Call): SpotlightActionData => ({
    id: `call ${call.id}`,
    label: otherParty(call),
    description: `${plainLine(call.agent.name)} · ${phaseLabel(call, consoleId)}`,
    onClick: go(callAddress(call.id)),
  });
  const acts = (of: ActionGroup): SpotlightActionData[] =>
    offered
      .filter(({ group }) => group === of)
      .map((action) => ({
        id: `act ${action.id}`,
        label: action.description,
        rightSection: <KeyCap>{printedKeys(writtenKeys(action)).join(' ')}</KeyCap>,
        onClick: () => runner.performByName(action),
      }));
  const groups: SpotlightActionGroupData[] = [
    { group: 'This call', actions: acts('This call') },
    { group: 'Calls', actions: [...current.map(toCall), ...acts('All calls')] },
    {
      group: 'Switchboard',
      actions: [
        ...screens.map(({ label, path }) => ({
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
        // Only actions that can be performed are offered.
        setOffered(runner.offered());
        // The focus trap's timer is later than the next key. By now the palette has noted where the focus returns to.
        search.current?.focus();
      }}
      limit={MAX_SHOWN}
      shortcut={null}
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
