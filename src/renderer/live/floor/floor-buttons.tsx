import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Call } from '../../../shared/call/call';
import { keyTitle } from '../../app/shortcut-list';
import { useHeadset, useServices } from '../../services/services';
import { KeyCap } from '../../ui/keyboard/key-cap';
import { useShortcuts } from '../../ui/keyboard/shortcuts';
import styles from './floor-buttons.module.css';
import { showRefusal } from '../../ui/refusal-toast';
import { SpeakingChoices } from './speaking-choices';
import { TalkButton } from './talk-button';

interface FloorButtonsProps {
  readonly call: Call;
  readonly connected: boolean;
  readonly onHandBack: () => void;
}

const SPOKEN_TO = 'Another console speaks to this caller.';
const NOBODY_HEARD = 'The caller hears nobody: the operator’s sound is gone. Take over now.';

/** Takes the call over with one's own voice, and gives it back. */
export function FloorButtons({ call, connected, onHandBack }: FloorButtonsProps) {
  const { headset } = useServices();
  const live = useHeadset((view) => view.live);
  const [asking, setAsking] = useState(false);
  const isMine = live?.callId === call.id;
  const isTaken = call.operator !== null;
  const possible = connected && call.phase.name === 'live' && call.transfer === null;
  const canHandBack = isTaken && possible && !call.isAgentGone;
  // An operator who cannot be heard any more leaves the floor to whoever takes over now.
  const can = possible && !asking && live === null && (!isTaken || call.operator.lost !== null);

  const takeOver = async (): Promise<void> => {
    setAsking(true);
    const outcome = await headset.takeOver(call.id);
    setAsking(false);
    if (!outcome.ok) showRefusal(outcome.sentence);
  };
  useShortcuts({
    '6': isMine ? undefined : can ? () => void takeOver() : null,
    '1': canHandBack ? onHandBack : null,
  });

  return (
    <div className={styles['buttons']}>
      {isMine ? (
        <TalkButton />
      ) : (
        <div className={styles['row']}>
          <Button
            variant="default"
            justify="space-between"
            disabled={!can}
            loading={asking}
            className={styles['wide']}
            title={keyTitle('6')}
            rightSection={<KeyCap>6</KeyCap>}
            onClick={() => void takeOver()}
          >
            Take over
          </Button>
          <SpeakingChoices disabled={asking} />
        </div>
      )}
      {isTaken && (
        <Button
          justify="space-between"
          disabled={!canHandBack}
          title={keyTitle('1')}
          rightSection={<KeyCap>1</KeyCap>}
          onClick={onHandBack}
        >
          Hand back
        </Button>
      )}
      {isTaken && call.isAgentGone && (
        <p className={styles['elsewhere']}>The model is lost, so there is no agent to hand back to.</p>
      )}
      {isTaken && !isMine && (
        <p className={styles['elsewhere']}>{call.operator.lost === null ? SPOKEN_TO : NOBODY_HEARD}</p>
      )}
    </div>
  );
}
