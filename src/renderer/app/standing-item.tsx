import { Popover, Tooltip, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { Dot } from '../ui/dot';
import { formatLasted, formatSince } from '../ui/text/format';
import { plainLine } from '../ui/text/plain-text';
import { needsLook, type Standing } from './desk-words';
import styles from './top-bar.module.css';
import { useTimed } from '../ui/time/use-timed';

/**
 * Status in the top bar. One that is not as it should be also shows for how long. A click shows why, since when, and
 * where to go.
 */
export function StandingItem({ standing }: { readonly standing: Standing }) {
  const { name, state, tone, sentences, lasting, since, link } = standing;
  const [opened, setOpened] = useState(false);
  const when = useTimed((now) => (since === null ? '' : formatSince(since, now)));
  const lasted = useTimed((now) => (since === null || !needsLook(standing) ? '' : formatLasted(now - since)));
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
