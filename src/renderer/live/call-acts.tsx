import type { Call } from '../../shared/call/call';
import { ActionButton } from '../actions/action-button';
import { CALL_ACTIONS, keypad, stopWords } from '../actions/call-actions';
import styles from './call-acts.module.css';
import { Keypad } from './floor/keypad';

/** Buttons of what an operator may do to the call without speaking to the caller. */
export function CallActs({ call }: { readonly call: Call }) {
  return (
    <div className={styles['acts']}>
      {CALL_ACTIONS.map((action) =>
        action === keypad ? (
          <Keypad key={action.id} call={call} />
        ) : (
          <ActionButton key={action.id} action={action} call={call} />
        ),
      )}
      <ActionButton action={stopWords} call={call} />
    </div>
  );
}
