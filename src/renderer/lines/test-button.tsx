import { Button } from '@mantine/core';
import type { Rehearsal } from '../connection/lines-store';
import { useServices } from '../connection/services';
import { displayNumber } from '../ui/phone-number';

interface TestButtonProps {
  readonly number: string;
  readonly rehearsal: Rehearsal | undefined;
}

/** Tests a line that is live with a call that nobody makes. */
export function TestButton({ number, rehearsal }: TestButtonProps) {
  const { lines } = useServices();
  return (
    <Button
      variant="default"
      loading={rehearsal?.state === 'under way'}
      aria-label={`Test, ${displayNumber(number)}`}
      onClick={() => void lines.rehearse(number)}
    >
      Test
    </Button>
  );
}
