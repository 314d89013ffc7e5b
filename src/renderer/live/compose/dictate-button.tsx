import { ActionIcon, Tooltip } from '@mantine/core';
import { IconMicrophone } from '@tabler/icons-react';
import type { Call } from '../../../shared/call/call';
import { labelWithKey } from '../../actions/action';
import { useAction } from '../../actions/use-actions';
import { dictate } from '../../actions/writing-actions';
import { useHeadset } from '../../services/services';
import { leaveFocus } from '../../ui/keyboard/leave-focus';
import styles from './dictate-button.module.css';

const LABEL = labelWithKey(dictate);

/** Held down, the operator speaks; let go, the words become a whisper. The caller hears none of it. */
export function DictateButton({ call }: { readonly call: Call }) {
  const { isEnabled, perform, release } = useAction(dictate, call);
  const state = useHeadset((view) => view.dictation);
  return (
    <Tooltip label={LABEL}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={26}
        aria-label={LABEL}
        aria-pressed={state === 'listening' || state === 'starting'}
        disabled={!isEnabled}
        loading={state === 'writing'}
        data-state={state}
        className={styles['dictate']}
        onMouseDown={leaveFocus}
        onPointerDown={perform}
        onPointerUp={release}
        onPointerCancel={release}
        onKeyDown={(event) => {
          if ((event.key === ' ' || event.key === 'Enter') && !event.repeat) perform();
        }}
        onKeyUp={(event) => {
          if (event.key === ' ' || event.key === 'Enter') release();
        }}
      >
        <IconMicrophone size={16} stroke={1.7} />
      </ActionIcon>
    </Tooltip>
  );
}
