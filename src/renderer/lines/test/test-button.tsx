import { Button } from '@mantine/core';
import type { Rehearsal } from '../../stores/lines-store';
import { useServices } from '../../services/services';
import { displayNumber } from '../../ui/text/phone-number';

const LOW_PX = 28;

interface TestButtonProps {
  readonly number: string;
  readonly rehearsal: Rehearsal | undefined;
  /** As low as a line's switch. */
  readonly low?: boolean;
}

/** Tests a line that is live with a call that nobody makes. */
export function TestButton({ number, rehearsal, low = false }: TestButtonProps) {
  const { lines } = useServices();
  return (
    <Button
      variant="default"
      {...(low && { h: LOW_PX, px: 10 })}
      loading={rehearsal?.state === 'under way'}
      aria-label={`Test, ${displayNumber(number)}`}
      onClick={() => void lines.rehearse(number)}
    >
      Test
    </Button>
  );
}
