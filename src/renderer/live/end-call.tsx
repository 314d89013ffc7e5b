import { useEffect } from 'react';
import type { Call } from '../../shared/call/call';
import { endAfterWords, endCall, isAskedToEnd, keepCall } from '../actions/end-actions';
import { ActionButton, useActions, useScreen } from '../actions/use-actions';
import { otherParty } from '../labels/other-party';
import { hasUnheardWords } from '../labels/phase-words';
import styles from './end-call.module.css';

/** Lifetime of the question, counted from when it is on the screen: a slow machine takes none of a person's time. */
const CONFIRM_WITHIN_MS = 15_000;

/** Ends the call, at the second press: the first one asks. */
export function EndCall({ call }: { readonly call: Call }) {
  const { screen } = useActions();
  const callId = call.id;
  const asked = useScreen((view) => isAskedToEnd(call, { screen: view }));
  useEffect(() => {
    if (!asked) return undefined;
    const keep = (): void => screen.keep(callId);
    const timer = setTimeout(keep, CONFIRM_WITHIN_MS);
    return () => clearTimeout(timer);
  }, [asked, screen, callId]);
  // Who looks at another call has not answered.
  useEffect(() => () => screen.forgetEnding(callId), [screen, callId]);

  return (
    <div className={styles['end']}>
      {asked && (
        <p role="alert" className={styles['question']}>
          End the call with {otherParty(call)}? Press again to confirm.
        </p>
      )}
      <div className={styles['buttons']}>
        {asked && <ActionButton action={keepCall} justify="center" />}
        <ActionButton
          action={endCall}
          call={call}
          isDangerous
          variant={asked ? 'filled' : 'outline'}
          className={styles['button'] ?? ''}
        />
      </div>
      {asked && hasUnheardWords(call) && <ActionButton action={endAfterWords} call={call} />}
    </div>
  );
}
