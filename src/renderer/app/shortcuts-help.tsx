import { CloseButton, Modal } from '@mantine/core';
import { useConsole } from '../connection/services';
import { KeyCap } from '../ui/key-cap';
import styles from './shortcuts-help.module.css';

const SHORTCUTS: readonly { readonly keys: readonly string[]; readonly does: string }[] = [
  { keys: ['J', '↓'], does: 'Next call' },
  { keys: ['K', '↑'], does: 'Previous call' },
  { keys: ['N'], does: 'Next call that needs you' },
  { keys: ['A'], does: 'Write the answer the agent waits for' },
  { keys: ['Enter'], does: 'Send the answer' },
  { keys: ['Shift', 'Enter'], does: 'New line in the answer' },
  { keys: ['Esc'], does: 'Leave the answer, keep what is written' },
  { keys: ['4'], does: 'Listen to the call, or stop' },
  { keys: ['Space'], does: 'Stop the agent’s unheard words' },
  { keys: ['E', 'E'], does: 'End call' },
  { keys: ['/'], does: 'Search the lines' },
  { keys: ['?'], does: 'These shortcuts' },
];

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
