import { Popover, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useTimed } from '../connection/services';
import { Dot } from '../ui/dot';
import { formatSince } from '../ui/format';
import { plainLine } from '../ui/plain-text';
import type { Standing } from './desk-words';
import styles from './top-bar.module.css';

/** A thing of the desk; pressed, it says why it is so, since when, and where to go. */
export function StandingItem({ standing }: { readonly standing: Standing }) {
  const { name, state, tone, sentences, since, link } = standing;
  const [opened, setOpened] = useState(false);
  const when = useTimed((now) => (since === null ? '' : formatSince(since, now)));
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" width={320} trapFocus withinPortal>
      <Popover.Target>
        <UnstyledButton className={styles['item']} onClick={() => setOpened(!opened)}>
          <Dot tone={tone} />
          <span className={styles['name']}>{plainLine(name)}</span>
          <span className={styles['state']} data-tone={tone}>
            {state}
          </span>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className={styles['why']} aria-label={`${plainLine(name)} ${state}`}>
        {sentences.map((sentence, index) => (
          <p key={index} data-first={index === 0}>
            {plainLine(sentence)}
          </p>
        ))}
        {when !== '' && state !== '' && (
          <p>
            {state} since {when}
          </p>
        )}
        <a href={link.href} data-autofocus onClick={() => setOpened(false)}>
          {link.label}
        </a>
      </Popover.Dropdown>
    </Popover>
  );
}
