import { CloseButton, Modal } from '@mantine/core';
import { useConsole } from '../services/services';
import { KeyCap } from '../ui/keyboard/key-cap';
import { modifierKey } from '../ui/keyboard/modifier';
import { SHORTCUTS, type ShortcutGroup } from './shortcut-list';
import styles from './shortcuts-help.module.css';

interface ShortcutsHelpProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

const COLUMNS: readonly (readonly ShortcutGroup[])[] = [['This call'], ['All calls', 'Writing', 'Switchboard']];

/** All keys and what they do. */
export function ShortcutsHelp({ opened, onClose }: ShortcutsHelpProps) {
  const about = useConsole((view) => view.about);
  return (
    <Modal.Root opened={opened} onClose={onClose} size={720}>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body>
          <div className={styles['head']}>
            <Modal.Title>Shortcuts</Modal.Title>
            <CloseButton aria-label="Close" onClick={onClose} data-autofocus />
          </div>
          <div className={styles['columns']}>
            {COLUMNS.map((groups) => (
              <div key={groups[0]}>
                {groups.map((of) => (
                  <Group key={of} of={of} />
                ))}
              </div>
            ))}
          </div>
          {about !== null && <p className={styles['version']}>Switchboard {about.version}</p>}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function Group({ of }: { readonly of: ShortcutGroup }) {
  return (
    <section className={styles['group']}>
      <h3>{of}</h3>
      <dl>
        {SHORTCUTS.filter((each) => each.of === of).map(({ keys: named, does }) => {
          const keys = named.map((key) => (key === 'Mod' ? modifierKey() : key));
          return (
            <div key={does} className={styles['row']}>
              <dt>{does}</dt>
              <dd className={styles['keys']}>
                {keys.map((key, index) => (
                  <KeyCap key={index}>{key}</KeyCap>
                ))}
                <span className={styles['spoken']}>{keys.join(' ')}</span>
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}
