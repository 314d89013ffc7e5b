import { Popover, UnstyledButton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useConsole, useTimed } from '../connection/services';
import { planUse } from '../settings/ngrok-plan-words';
import { Badge } from '../ui/badge';
import { formatUsd } from '../ui/format';
import {
  lineOrder,
  lineStanding,
  modelStanding,
  NO_LINES,
  spentToday,
  tunnelStanding,
  type Standing,
} from './desk-words';
import { StandingItem } from './standing-item';
import styles from './top-bar.module.css';

const LINES_IN_A_WIDE_BAR = 3;

/** The desk at a glance: every line, the tunnel, the model service, and what today has cost. */
export function TopBar() {
  const lines = lineOrder(useConsole((view) => view.console.lines).values()).map(lineStanding);
  const hour = useTimed((now) => now - (now % 3_600_000));
  const reach = useConsole((view) => view.console.tunnel);
  const tunnelUse = useConsole((view) => view.console.tunnelUse);
  const tunnel = tunnelStanding(reach, planUse({ tunnel: reach, tunnelUse }, hour));
  const model = modelStanding(useConsole((view) => view.console.modelService));
  const about = useConsole((view) => view.about);
  const wide = useMediaQuery('(min-width: 1200px)', true) ? LINES_IN_A_WIDE_BAR : 1;
  return (
    <header className={styles['bar']}>
      {lines.length === 0 && <StandingItem standing={NO_LINES} />}
      {lines.slice(0, wide).map((line) => (
        <StandingItem key={line.name} standing={line} />
      ))}
      {lines.length > wide && <MoreLines lines={lines.slice(wide)} />}
      <StandingItem standing={tunnel} />
      <StandingItem standing={model} />
      <span className={styles['space']} />
      {about?.demo === true && <Badge>demo</Badge>}
      <Spent />
    </header>
  );
}

function MoreLines({ lines }: { readonly lines: readonly Standing[] }) {
  return (
    <Popover position="bottom-start">
      <Popover.Target>
        <UnstyledButton className={styles['more']}>
          {lines.length} more {lines.length === 1 ? 'line' : 'lines'}
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
    <span className={styles['item']}>
      <strong className={styles['name']}>{spent}</strong>
      <span className={styles['state']}>today</span>
    </span>
  );
}
