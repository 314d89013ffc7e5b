import { Button, Loader } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { LineRefusal } from '../stores/lines-store';
import { useServices } from '../services/services';
import { Empty } from '../ui/empty';
import { lineRefusalLabels } from './line-labels';

/** Placeholder while the carrier is asked for its numbers. */
export function ListingLoading() {
  return (
    <div role="status">
      <Empty icon={<Loader size="sm" />} title="Asking Twilio for your numbers…" />
    </div>
  );
}

/** Problems that other keys would solve. */
const OF_KEYS: readonly LineRefusal[] = ['no-keys', 'keys-refused', 'account-not-active', 'not-permitted'];

/** Explains why there is no list, and offers to try again. `link`: shown where other keys would help. */
export function ListingFailed({ problem, link }: { readonly problem: LineRefusal; readonly link?: ReactNode }) {
  const { lines } = useServices();
  const { sentence, remedy } = lineRefusalLabels(problem);
  return (
    <div role="status">
      <Empty icon={<IconPlugConnectedX size={28} stroke={1.5} />} title={sentence}>
        <p>{remedy}</p>
        <Button variant="default" onClick={() => void lines.load()}>
          Try again
        </Button>
        {OF_KEYS.includes(problem) && link}
      </Empty>
    </div>
  );
}
