import { Button, Menu, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { useQuickTexts, useServices } from '../../services/services';
import { Dialog, OPENS_ON } from '../../ui/dialog';
import { KeyCap } from '../../ui/keyboard/key-cap';
import styles from './quick-text-menu.module.css';
import { MAX_QUICK_TEXT_CHARS, MAX_QUICK_TEXTS } from '../../stores/quick-texts';

interface QuickTextMenuProps {
  readonly disabled: boolean;
  readonly onSend: (text: string) => void;
}

/** Sends a quick text with one press; and where they are written. */
export function QuickTextMenu({ disabled, onSend }: QuickTextMenuProps) {
  const texts = useQuickTexts();
  const [opened, editing] = useDisclosure(false);
  return (
    <>
      <Menu position="top-end" width={380}>
        <Menu.Target>
          <Button variant="subtle" size="compact-sm" disabled={disabled} className={styles['open']}>
            Quick texts
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {texts.map((text, index) => (
            <Menu.Item
              key={text}
              onClick={() => onSend(text)}
              rightSection={<KeyCap>{`Alt ${String(index + 1)}`}</KeyCap>}
            >
              <span className={styles['text']}>{text}</span>
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={editing.open}>Edit quick texts…</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {opened && <QuickTextEditor texts={texts} onClose={editing.close} />}
    </>
  );
}

function QuickTextEditor({ texts, onClose }: { readonly texts: readonly string[]; readonly onClose: () => void }) {
  const { quickTexts } = useServices();
  const [lines, setLines] = useState(texts.join('\n'));
  const wanted = lines.split('\n').filter((line) => line.trim() !== '');
  const tooLong = wanted.find((line) => line.trim().length > MAX_QUICK_TEXT_CHARS);
  const error =
    tooLong !== undefined
      ? `A quick text has at most ${String(MAX_QUICK_TEXT_CHARS)} characters.`
      : wanted.length > MAX_QUICK_TEXTS
        ? `There is room for ${String(MAX_QUICK_TEXTS)}.`
        : null;
  const save = (): void => {
    quickTexts.save(wanted);
    onClose();
  };
  return (
    <Dialog
      title="Quick texts"
      onClose={onClose}
      onSubmit={() => error === null && save()}
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={error !== null}>
            Save
          </Button>
        </>
      }
    >
      <Textarea
        {...OPENS_ON}
        label="One on each line"
        description="Sent with Alt and the number of the line while you write, or from the menu. Kept on this machine."
        autosize
        minRows={6}
        maxRows={12}
        value={lines}
        error={error}
        onChange={(event) => setLines(event.currentTarget.value)}
      />
    </Dialog>
  );
}
