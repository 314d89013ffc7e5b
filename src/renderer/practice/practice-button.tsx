import { Button } from '@mantine/core';
import { useConsole, useHeadset } from '../connection/services';
import { usePracticeCall } from './practice-call';

/** Calls the draft of an agent with the operator's own microphone. */
export function PracticeButton({ agentId }: { readonly agentId: string }) {
  const call = usePracticeCall(agentId);
  const connected = useConsole((view) => view.link.name === 'connected');
  const isCalling = useHeadset((view) => view.practice?.name === 'calling');
  const isOn = useHeadset((view) => view.practice?.name === 'on');
  return (
    <Button variant="default" loading={isCalling} disabled={isOn || !connected} onClick={() => void call()}>
      Practice call
    </Button>
  );
}
