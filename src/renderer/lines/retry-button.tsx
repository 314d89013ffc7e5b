import { Button } from '@mantine/core';
import type { ListedLine } from '../stores/lines-store';
import { displayNumber } from '../ui/text/phone-number';
import { useGoingOff } from './going-live';

interface RetryButtonProps {
  readonly again: 'go live' | 'go off';
  readonly line: ListedLine;
  readonly onGoLive: (line: ListedLine) => void;
}

/** Button that retries what failed. */
export function RetryButton({ again, line, onGoLive }: RetryButtonProps) {
  const goOff = useGoingOff();
  return (
    <Button
      variant="default"
      aria-label={`Retry, ${displayNumber(line.number)}`}
      onClick={() => {
        if (again === 'go live') onGoLive(line);
        else void goOff(line.number);
      }}
    >
      Retry
    </Button>
  );
}
