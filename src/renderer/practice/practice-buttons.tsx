import { Button } from '@mantine/core';
import { IconKeyboard } from '@tabler/icons-react';
import { useConsole, useHeadset, useRehearsal } from '../services/services';
import { IconButton } from '../ui/icon-button';
import styles from './practice-buttons.module.css';
import { usePracticeCall, useRehearse } from './practice-call';

/** Tries the draft of an agent: with the operator's own microphone, or in writing. */
export function PracticeButtons({ agentId }: { readonly agentId: string }) {
  const call = usePracticeCall(agentId);
  const rehearse = useRehearse(agentId);
  const connected = useConsole((view) => view.link.name === 'connected');
  const isCalling = useHeadset((view) => view.practice?.name === 'calling');
  const isOn = useHeadset((view) => view.practice?.name === 'on');
  const isRehearsing = useRehearsal((rehearsal) => rehearsal?.name === 'beginning' || rehearsal?.name === 'on');
  const isBusy = isCalling || isOn || isRehearsing || !connected;
  return (
    <>
      <IconButton
        label="Rehearse in writing"
        position="bottom"
        className={styles['rehearse'] ?? ''}
        icon={<IconKeyboard size={18} stroke={1.5} />}
        // A button that is disabled under the pointer would keep its label up.
        aria-disabled={isBusy}
        {...(isBusy && { 'data-disabled': true })}
        onClick={() => {
          if (!isBusy) void rehearse();
        }}
      />
      <Button
        variant="default"
        loading={isCalling}
        disabled={isOn || isRehearsing || !connected}
        onClick={() => void call()}
      >
        Practice call
      </Button>
    </>
  );
}
