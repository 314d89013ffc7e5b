import { Button } from '@mantine/core';
import { keyTitle } from '../../app/shortcut-list';
import { useServices } from '../../services/services';
import { KeyCap } from '../../ui/keyboard/key-cap';
import { useShortcuts } from '../../ui/keyboard/shortcuts';
import { showRefusal } from '../../ui/refusal-toast';

interface StopWordsProps {
  readonly callId: string;
  /** The agent has words that the caller has not heard. */
  readonly possible: boolean;
}

/** Silences what the caller has not heard yet. */
export function StopWords({ callId, possible }: StopWordsProps) {
  const { run } = useServices();
  const stop = async (): Promise<void> => {
    const outcome = await run((api) => api.call.stopWords({ callId }));
    if (!outcome.ok) showRefusal(outcome.sentence);
  };
  useShortcuts({ Space: possible ? () => void stop() : null });
  return (
    <Button
      variant="default"
      justify="space-between"
      disabled={!possible}
      title={keyTitle('Space')}
      rightSection={<KeyCap>␣</KeyCap>}
      onClick={() => void stop()}
    >
      Stop words
    </Button>
  );
}
