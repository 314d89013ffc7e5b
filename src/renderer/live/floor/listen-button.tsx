import { Button } from '@mantine/core';
import { keyTitle } from '../../app/shortcut-list';
import { SoundTrouble } from '../../headset-controls/sound-trouble';
import { useConsole, useHeadset, useServices } from '../../services/services';
import { KeyCap } from '../../ui/keyboard/key-cap';
import { useShortcuts } from '../../ui/keyboard/shortcuts';
import { HearingChoices } from './hearing-choices';
import { LevelBars } from '../list/level-bars';
import styles from './listen-button.module.css';
import { otherParty } from '../../labels/other-party';
import { showRefusal } from '../../ui/refusal-toast';
import { SideChoice } from './side-choice';

interface ListenButtonProps {
  readonly callId: string;
  /** The call can be heard now. */
  readonly possible: boolean;
}

/** Hears the call, as its caller speaks and as the caller hears it; joining and leaving change nothing for the caller. */
export function ListenButton({ callId, possible }: ListenButtonProps) {
  const { headset } = useServices();
  const listened = useHeadset((view) => view.listened);
  const isOn = listened?.callId === callId;
  const isLive = useHeadset((view) => view.live?.callId === callId);
  const toggle = async (): Promise<void> => {
    const outcome = await headset.listen(isOn ? null : callId);
    if (!outcome.ok) showRefusal(outcome.sentence);
  };
  const can = possible || isOn;
  useShortcuts({ '4': can ? () => void toggle() : undefined });
  return (
    <div className={styles['listen']}>
      <div className={styles['row']}>
        <Button
          variant="default"
          justify="space-between"
          disabled={!can}
          aria-pressed={isOn}
          className={styles['button'] ?? ''}
          title={keyTitle('4')}
          rightSection={
            <span className={styles['right']}>
              {isOn && listened.hears && isLive && <span className={styles['note']}>caller only</span>}
              {isOn && listened.hears && <LevelBars callId={callId} />}
              {isOn && !listened.hears && <span className={styles['note']}>joining…</span>}
              <KeyCap>4</KeyCap>
            </span>
          }
          onClick={() => void toggle()}
        >
          Listen
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
