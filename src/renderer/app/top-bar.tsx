import { Popover, UnstyledButton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { openPalette } from '../actions/page-actions';
import { useAction } from '../actions/use-actions';
import { useConsole } from '../services/services';
import { planUse } from '../settings/reach/ngrok-plan-words';
import { Badge } from '../ui/badge';
import { Dot } from '../ui/dot';
import { formatUsd } from '../ui/text/format';
import { HiddenWords } from '../ui/text/hidden-words';
import { KeyCap } from '../ui/keyboard/key-cap';
import { modifierKey } from '../ui/keyboard/modifier';
import {
  lineStandings,
  modelStanding,
  needsLook,
  NO_LINES,
  spentToday,
  tunnelStanding,
  type Standing,
} from './desk-words';
import { StandingItem } from './standing-item';
import styles from './top-bar.module.css';
import { useTimed } from '../ui/time/use-timed';

/** The desk at a glance: every line, the tunnel, the model service, and what today has cost. */
export function TopBar() {
  const lines = lineStandings(useConsole((view) => view.console.lines).values());
  const hour = useTimed((now) => now - (now % 3_600_000));
  const reach = useConsole((view) => view.console.tunnel);
  const tunnelUse = useConsole((view) => view.console.tunnelUse);
  const tunnel = tunnelStanding(reach, planUse({ tunnel: reach, tunnelUse }, hour));
  const model = modelStanding(useConsole((view) => view.console.modelService));
  const isStale = useConsole((view) => view.link.name !== 'connected');
  const about = useConsole((view) => view.about);
  const room = useRoomForLines();
  const { label, perform } = useAction(openPalette);
  return (
    <header className={styles['bar']} data-stale={isStale}>
      {lines.length === 0 && <StandingItem standing={NO_LINES} />}
      {lines.slice(0, room).map((line) => (
        <StandingItem key={line.name} standing={line} />
      ))}
      {lines.length > room && <MoreLines lines={lines.slice(room)} />}
      <StandingItem standing={tunnel} />
      <StandingItem standing={model} />
      <span className={styles['space']} />
      {about?.demo === true && <Badge>demo</Badge>}
      <Spent />
      <UnstyledButton className={styles['search']} onClick={perform}>
        <KeyCap>{`${modifierKey()} K`}</KeyCap>
        {label}
      </UnstyledButton>
    </header>
  );
}

/** How many lines fit beside the rest, each with its longest words. */
function useRoomForLines(): number {
  const isWide = useMediaQuery('(min-width: 1200px)', true);
  const isVeryWide = useMediaQuery('(min-width: 1600px)', false);
  return isVeryWide ? 3 : isWide ? 2 : 1;
}

function MoreLines({ lines }: { readonly lines: readonly Standing[] }) {
  const worst = lines.find(needsLook);
  return (
    <Popover position="bottom-start">
      <Popover.Target>
        <UnstyledButton className={styles['more']}>
          {worst && <Dot tone={worst.tone} />}
          {lines.length} more {lines.length === 1 ? 'line' : 'lines'}
          {worst && <HiddenWords>{`, ${lines.filter(needsLook).length} not as they should be`}</HiddenWords>}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className={styles['lines']}>
        {lines.map((line) => (
          <div key={line.name}>
            <StandingItem standing={line} />
          </div>
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}

function Spent() {
  const state = useConsole((view) => view.console);
  const spent = useTimed((now) => formatUsd(spentToday(state, now)));
  return (
    <span className={styles['spent']}>
      <strong className={styles['name']}>{spent}</strong>
      <span className={styles['state']}>today</span>
    </span>
  );
}
