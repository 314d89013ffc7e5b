import { spentToday } from '../../shared/call/desk-limits';
import { Popover, Tooltip, UnstyledButton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useState } from 'react';
import { openPalette } from '../actions/page-actions';
import { useAction } from '../actions/use-actions';
import { useConsole } from '../services/services';
import { planUse } from '../settings/reach/plan-use-notice';
import { Badge } from '../ui/badge';
import { Dot } from '../ui/dot';
import { KeyCap, modifierKey } from '../ui/keyboard/key-cap';
import { formatLasted, formatSince, formatUsd } from '../ui/text/format';
import { HiddenWords } from '../ui/text/hidden-words';
import { plainLine } from '../ui/text/plain-text';
import { useTimed } from '../ui/time/timer';
import { lineItems, modelItem, needsLook, NO_LINES, tunnelItem, type StatusItem } from './status-items';
import styles from './top-bar.module.css';

/** Top bar: the status of every line, the tunnel and the model service, and what today has cost. */
export function TopBar() {
  const lines = lineItems(useConsole((view) => view.console.lines).values());
  const hour = useTimed((now) => now - (now % 3_600_000));
  const reach = useConsole((view) => view.console.tunnel);
  const tunnelUse = useConsole((view) => view.console.tunnelUse);
  const tunnel = tunnelItem(reach, planUse({ tunnel: reach, tunnelUse }, hour));
  const model = modelItem(useConsole((view) => view.console.modelService));
  const isStale = useConsole((view) => view.link.name !== 'connected');
  const about = useConsole((view) => view.about);
  const room = useRoomForLines();
  const { label, perform } = useAction(openPalette);
  return (
    <header className={styles['bar']} data-stale={isStale}>
      {lines.length === 0 && <StatusItemView item={NO_LINES} />}
      {lines.slice(0, room).map((line) => (
        <StatusItemView key={line.name} item={line} />
      ))}
      {lines.length > room && <MoreLines lines={lines.slice(room)} />}
      <StatusItemView item={tunnel} />
      <StatusItemView item={model} />
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

/** Number of lines that fit beside the rest, each with its longest words. */
function useRoomForLines(): number {
  const isWide = useMediaQuery('(min-width: 1200px)', true);
  const isVeryWide = useMediaQuery('(min-width: 1600px)', false);
  return isVeryWide ? 3 : isWide ? 2 : 1;
}

function MoreLines({ lines }: { readonly lines: readonly StatusItem[] }) {
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
            <StatusItemView item={line} />
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

/**
 * Status in the top bar. One that is not as it should be also shows for how long. A click shows why, since when, and
 * where to go.
 */
function StatusItemView({ item }: { readonly item: StatusItem }) {
  const { name, state, tone, sentences, lasting, since, link } = item;
  const [opened, setOpened] = useState(false);
  const when = useTimed((now) => (since === null ? '' : formatSince(since, now)));
  const lasted = useTimed((now) => (since === null || !needsLook(item) ? '' : formatLasted(now - since)));
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" width={320} trapFocus withinPortal>
      <Tooltip label={plainLine(sentences[0] ?? '')} disabled={opened || sentences.length === 0} multiline maw={320}>
        <Popover.Target>
          <UnstyledButton className={styles['item']} onClick={() => setOpened(!opened)}>
            <Dot tone={tone} />
            <span className={styles['name']}>{plainLine(name)}</span>
            <span className={styles['state']} data-tone={tone}>
              {state}
            </span>
            {lasted !== '' && <span className={styles['lasted']}>{lasted}</span>}
          </UnstyledButton>
        </Popover.Target>
      </Tooltip>
      <Popover.Dropdown className={styles['why']} aria-label={`${plainLine(name)} ${state}`}>
        {sentences.map((sentence, index) => (
          <p key={index} data-first={index === 0}>
            {plainLine(sentence)}
          </p>
        ))}
        {when !== '' && lasting !== '' && (
          <p>
            {lasting} since {when}
          </p>
        )}
        <a href={link.href} data-autofocus onClick={() => setOpened(false)}>
          {link.label}
        </a>
      </Popover.Dropdown>
    </Popover>
  );
}
