import { Button } from '@mantine/core';
import { SoundTrouble } from '../audio/sound-trouble';
import { useConsole, useHeadset, useServices } from '../connection/services';
import { KeyCap } from '../ui/key-cap';
import { displayNumber } from '../ui/phone-number';
import { useShortcuts } from '../ui/shortcuts';
import { LevelBars } from './level-bars';
import styles from './listen-button.module.css';
import { ListenControls } from './listen-controls';
import { showRefusal } from './refusal-toast';

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
  const toggle = async (): Promise<void> => {
    const outcome = await headset.listen(isOn ? null : callId);
    if (!outcome.ok) showRefusal(outcome.sentence);
  };
  const can = possible || isOn;
  useShortcuts({ '4': can ? () => void toggle() : undefined });
  return (
    <div className={styles['listen']}>
      <Button
        variant="default"
        justify="space-between"
        disabled={!can}
        aria-pressed={isOn}
        data-on={isOn || undefined}
        className={styles['button'] ?? ''}
        rightSection={
          <span className={styles['right']}>
            {isOn && listened.hears && <LevelBars callId={callId} />}
            {isOn && !listened.hears && <span className={styles['joining']}>joining…</span>}
            <KeyCap>4</KeyCap>
          </span>
        }
        onClick={() => void toggle()}
      >
        Listen
      </Button>
      {isOn && <SoundTrouble />}
      {isOn && <ListenControls callId={callId} />}
      {listened !== null && !isOn && <HeardElsewhere callId={listened.callId} />}
    </div>
  );
}

/** Selecting a call changes what is seen, not what is heard. */
function HeardElsewhere({ callId }: { readonly callId: string }) {
  const { headset } = useServices();
  const from = useConsole((view) => view.console.calls.get(callId)?.from);
  if (from === undefined) return null;
  return (
    <p className={styles['elsewhere']}>
      You hear {displayNumber(from)}.
      <button type="button" className={styles['leave']} onClick={() => void headset.listen(null)}>
        Stop
      </button>
    </p>
  );
}
