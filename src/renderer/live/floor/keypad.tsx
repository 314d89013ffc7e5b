import { Button, Popover } from '@mantine/core';
import { useEffect, useEffectEvent, useState } from 'react';
import type { Call } from '../../../shared/call/call';
import { ActionButton } from '../../actions/action-button';
import { keypad } from '../../actions/call-actions';
import { useActions, useScreen } from '../../actions/use-actions';
import { useServices } from '../../services/services';
import { keyNames, pressedKey } from '../../ui/keyboard/key-names';
import styles from './keypad.module.css';
import { showRefusal } from '../../ui/refusal-toast';

const KEYS: readonly string[] = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];
const SHOWN_DIGITS = 16;

/** Sends tones to the other end, by click or by typing. */
export function Keypad({ call }: { readonly call: Call }) {
  const { run } = useServices();
  const { screen } = useActions();
  const callId = call.id;
  const opened = useScreen((view) => view.keypadOf === callId);
  const [sent, setSent] = useState('');

  const press = async (digit: string): Promise<void> => {
    setSent((before) => (before + digit).slice(-SHOWN_DIGITS));
    const outcome = await run((api) => api.operator.pressKeys({ callId, digits: digit }));
    if (!outcome.ok) showRefusal(outcome.sentence);
  };
  const onKeyDown = useEffectEvent((event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = keyNames(pressedKey(event)).find((name) => KEYS.includes(name));
    if (key === undefined) return;
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

  // Another call is shown: it has a keypad of its own.
  useEffect(() => () => screen.openKeypad(null), [screen]);

  return (
    <Popover
      opened={opened}
      onChange={(isOpen) => screen.openKeypad(isOpen ? callId : null)}
      position="bottom-end"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <ActionButton action={keypad} call={call} />
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
