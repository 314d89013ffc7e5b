import { ActionIcon, Tooltip } from '@mantine/core';
import { IconMicrophone } from '@tabler/icons-react';
import { useHeadset, useServices } from '../../services/services';
import { leaveFocus, useHeldKey } from '../../ui/keyboard/held-key';
import styles from './dictate-button.module.css';
import { showRefusal } from '../../ui/refusal-toast';

const DICTATE_KEY = 'w';
const LABEL = 'Hold to speak a whisper (W)';

interface DictateButtonProps {
  readonly callId: string;
  readonly disabled: boolean;
}

/** Held down, the operator speaks; let go, the words become a whisper. The caller hears none of it. */
export function DictateButton({ callId, disabled }: DictateButtonProps) {
  const { headset, run } = useServices();
  const state = useHeadset((view) => view.dictation);

  const begin = async (): Promise<void> => {
    const outcome = await headset.beginDictation();
    if (!outcome.ok) showRefusal(outcome.sentence);
  };
  const finish = async (): Promise<void> => {
    const dictated = await headset.finishDictation();
    const outcome = dictated.ok
      ? await run((api) => api.operator.whisper({ callId, text: dictated.text, spoken: true }))
      : dictated;
    if (!outcome.ok) showRefusal(outcome.sentence);
  };
  const press = (pressed: boolean): void => void (pressed ? begin() : finish());
  useHeldKey(DICTATE_KEY, !disabled, press);

  return (
    <Tooltip label={LABEL}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={26}
        aria-label={LABEL}
        aria-pressed={state === 'listening' || state === 'starting'}
        disabled={disabled}
        loading={state === 'writing'}
        data-state={state}
        className={styles['dictate']}
        onMouseDown={leaveFocus}
        onPointerDown={() => press(true)}
        onPointerUp={() => press(false)}
        onPointerCancel={() => press(false)}
        onKeyDown={(event) => {
          if ((event.key === ' ' || event.key === 'Enter') && !event.repeat) press(true);
        }}
        onKeyUp={(event) => {
          if (event.key === ' ' || event.key === 'Enter') press(false);
        }}
      >
        <IconMicrophone size={16} stroke={1.7} />
      </ActionIcon>
    </Tooltip>
  );
}
