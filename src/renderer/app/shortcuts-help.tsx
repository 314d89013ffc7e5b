import { CloseButton, Modal } from '@mantine/core';
import type { ActionGroup } from '../actions/action';
import { HELP } from '../actions/actions';
import { useActions, useScreen } from '../actions/use-actions';
import { useConsole } from '../services/services';
import { KeyCap, printedKeys } from '../ui/keyboard/key-cap';
import styles from './shortcuts-help.module.css';

const COLUMNS: readonly (readonly ActionGroup[])[] = [['This call'], ['All calls', 'Writing', 'Switchboard']];

/** Help dialog: all keys and what they do. */
export function ShortcutsHelp() {
  const { screen } = useActions();
  const opened = useScreen((view) => view.isHelpOpen);
  const onClose = (): void => screen.openHelp(false);
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

function Group({ of }: { readonly of: ActionGroup }) {
  return (
    <section className={styles['group']}>
      <h3>{of}</h3>
      <dl>
        {HELP.filter(({ group }) => group === of).map(({ written, description }) => {
          const keys = printedKeys(written);
          return (
            <div key={description} className={styles['row']}>
              <dt>{description}</dt>
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
