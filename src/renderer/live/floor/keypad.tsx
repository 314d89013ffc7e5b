import { Button, Popover } from '@mantine/core';
import { useEffect, useEffectEvent, useState } from 'react';
import { keyTitle } from '../../app/shortcut-list';
import { useServices } from '../../services/services';
import { KeyCap } from '../../ui/keyboard/key-cap';
import { useShortcuts } from '../../ui/keyboard/shortcuts';
import styles from './keypad.module.css';
import { showRefusal } from '../../ui/refusal-toast';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const;
const SHOWN_DIGITS = 16;

/** Sends tones to the other end, by click or by typing. */
export function Keypad({ callId, disabled }: { readonly callId: string; readonly disabled: boolean }) {
  const { run } = useServices();
  const [opened, setOpened] = useState(false);
  const [sent, setSent] = useState('');
  useShortcuts({ p: disabled ? null : () => setOpened(true) });

  const press = async (digit: string): Promise<void> => {
    setSent((before) => (before + digit).slice(-SHOWN_DIGITS));
    const outcome = await run((api) => api.operator.pressKeys({ callId, digits: digit }));
    if (!outcome.ok) showRefusal(outcome.sentence);
  };
  const onKeyDown = useEffectEvent((event: KeyboardEvent): void => {
    const key = KEYS.find((each) => each === event.key);
    if (key === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    void press(key);
  });
  useEffect(() => {
    if (!opened) return undefined;
    // Typed at once after P, before the focus is in the keypad, they are meant for it all the same.
    const listener = (event: KeyboardEvent): void => onKeyDown(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, [opened]);

  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant="default"
          justify="space-between"
          disabled={disabled}
          title={keyTitle('p')}
          rightSection={<KeyCap>P</KeyCap>}
          onClick={() => setOpened(!opened)}
        >
          Keypad
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <div role="group" aria-label="Keypad" className={styles['keypad']}>
          <output aria-label="Sent" className={styles['sent']}>
            {sent === '' ? 'Press or type the keys' : sent}
          </output>
          {KEYS.map((key, index) => (
            <Button
              key={key}
              variant="default"
              data-autofocus={index === 0 ? true : undefined}
              className={styles['key']}
              onClick={() => void press(key)}
            >
              {key}
            </Button>
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
