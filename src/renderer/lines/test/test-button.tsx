import { Button } from '@mantine/core';
import type { LineTest } from '../../stores/lines-store';
import { useServices } from '../../services/services';
import { displayNumber } from '../../ui/text/phone-number';

const LOW_PX = 28;

interface TestButtonProps {
  readonly number: string;
  readonly lineTest: LineTest | undefined;
  /** True for the height of a line's switch. */
  readonly low?: boolean;
}

/** Button that tests a live line with a call that nobody has to make. */
export function TestButton({ number, lineTest, low = false }: TestButtonProps) {
  const { lines } = useServices();
  return (
    <Button
      variant="default"
      {...(low && { h: LOW_PX, px: 10 })}
      loading={lineTest?.state === 'under way'}
      aria-label={`Test, ${displayNumber(number)}`}
      onClick={() => void lines.test(number)}
    >
      Test
    </Button>
  );
}
