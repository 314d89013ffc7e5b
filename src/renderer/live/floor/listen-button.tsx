import { Button } from '@mantine/core';
import type { Call } from '../../../shared/call/call';
import { actionTitle, ariaKey, keyCap } from '../../actions/action';
import { useAction } from '../../actions/use-actions';
import { listen } from '../../actions/voice-actions';
import { SoundTrouble } from '../../headset-controls/sound-trouble';
import { useConsole, useHeadset, useServices } from '../../services/services';
import { KeyCap } from '../../ui/keyboard/key-cap';
import { HearingChoices } from './hearing-choices';
import { LevelBars } from '../list/level-bars';
import styles from './listen-button.module.css';
import { otherParty } from '../../labels/other-party';
import { SideChoice } from './side-choice';

/** Hears the call, as its caller speaks and as the caller hears it; joining and leaving change nothing for the caller. */
export function ListenButton({ call }: { readonly call: Call }) {
  const callId = call.id;
  const { label, isEnabled, perform } = useAction(listen, call);
  const listened = useHeadset((view) => view.listened);
  const isOn = listened?.callId === callId;
  const isLive = useHeadset((view) => view.live?.callId === callId);
  return (
    <div className={styles['listen']}>
      <div className={styles['row']}>
        <Button
          variant="default"
          justify="space-between"
          disabled={!isEnabled}
          aria-pressed={isOn}
          className={styles['button'] ?? ''}
          aria-keyshortcuts={ariaKey(listen)}
          title={actionTitle(listen)}
          rightSection={
            <span className={styles['right']}>
              {isOn && listened.hears && isLive && <span className={styles['note']}>caller only</span>}
              {isOn && listened.hears && <LevelBars callId={callId} />}
              {isOn && !listened.hears && <span className={styles['note']}>joining…</span>}
              <KeyCap>{keyCap(listen)}</KeyCap>
            </span>
          }
          onClick={perform}
        >
          {label}
        </Button>
        <HearingChoices />
      </div>
      {isOn && <SoundTrouble />}
      {isOn && !isLive && <SideChoice />}
      {listened !== null && !isOn && <HeardElsewhere callId={listened.callId} />}
    </div>
  );
}

/** Selecting a call changes what is seen, not what is heard. */
function HeardElsewhere({ callId }: { readonly callId: string }) {
  const { headset } = useServices();
  const call = useConsole((view) => view.console.calls.get(callId));
  if (call === undefined) return null;
  return (
    <p className={styles['elsewhere']}>
      You hear {otherParty(call)}.
      <button type="button" className={styles['leave']} onClick={() => void headset.listen(null)}>
        Stop
      </button>
    </p>
  );
}
