import type { Call } from '../../../shared/call/call';
import { ActionButton } from '../../actions/action-button';
import { handBack, takeOver } from '../../actions/voice-actions';
import { useAction } from '../../actions/use-actions';
import { useHeadset } from '../../services/services';
import styles from './floor-buttons.module.css';
import { SpeakingChoices } from './speaking-choices';
import { TalkButton } from './talk-button';

const SPOKEN_TO = 'Another console speaks to this caller.';
const NOBODY_HEARD = 'The caller hears nobody: the operator’s sound is gone. Take over now.';

/** Takes the call over with one's own voice, and gives it back. */
export function FloorButtons({ call }: { readonly call: Call }) {
  const isMine = useHeadset((view) => view.live?.callId === call.id);
  const { isPending } = useAction(takeOver, call);
  const isTaken = call.operator !== null;
  return (
    <div className={styles['buttons']}>
      {isMine ? (
        <TalkButton call={call} />
      ) : (
        <div className={styles['row']}>
          <ActionButton action={takeOver} call={call} showsProgress className={styles['wide'] ?? ''} />
          <SpeakingChoices disabled={isPending} />
        </div>
      )}
      {isTaken && <ActionButton action={handBack} call={call} variant="filled" />}
      {isTaken && call.isAgentGone && (
        <p className={styles['elsewhere']}>The model is lost, so there is no agent to hand back to.</p>
      )}
      {isTaken && !isMine && (
        <p className={styles['elsewhere']}>{call.operator.lost === null ? SPOKEN_TO : NOBODY_HEARD}</p>
      )}
    </div>
  );
}
