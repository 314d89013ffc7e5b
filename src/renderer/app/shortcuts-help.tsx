import { CloseButton, Modal } from '@mantine/core';
import { useConsole } from '../connection/services';
import { KeyCap } from '../ui/key-cap';
import { SHORTCUTS } from './shortcut-list';
import styles from './shortcuts-help.module.css';

interface ShortcutsHelpProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** All keys and what they do. */
export function ShortcutsHelp({ opened, onClose }: ShortcutsHelpProps) {
  const about = useConsole((view) => view.about);
  return (
    <Modal.Root opened={opened} onClose={onClose} size={420}>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body>
          <div className={styles['head']}>
            <Modal.Title>Shortcuts</Modal.Title>
            <CloseButton aria-label="Close" onClick={onClose} data-autofocus />
          </div>
          <dl className={styles['list']}>
            {SHORTCUTS.map(({ keys, does }) => (
              <div key={does} className={styles['row']}>
                <dt>{does}</dt>
                <dd className={styles['keys']}>
                  {keys.map((key, index) => (
                    <KeyCap key={index}>{key}</KeyCap>
                  ))}
                  <span className={styles['spoken']}>{keys.join(' ')}</span>
                </dd>
              </div>
            ))}
          </dl>
          {about !== null && <p className={styles['version']}>Switchboard {about.version}</p>}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
