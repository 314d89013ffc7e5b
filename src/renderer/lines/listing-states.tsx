import { Button, Loader } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import type { LineRefusal } from '../connection/lines-store';
import { useServices } from '../connection/services';
import { Empty } from '../ui/empty';
import { lineRefusalWords } from './line-words';

/** While the carrier is asked for its numbers. */
export function ListingLoading() {
  return (
    <div role="status">
      <Empty icon={<Loader size="sm" />} title="Asking Twilio for your numbers…" />
    </div>
  );
}

/** Why there is no list, and the way to one. */
export function ListingFailed({ problem }: { readonly problem: LineRefusal }) {
  const { lines } = useServices();
  const { sentence, remedy } = lineRefusalWords(problem);
  return (
    <div role="status">
      <Empty icon={<IconPlugConnectedX size={28} stroke={1.5} />} title={sentence}>
        <p>{remedy}</p>
        <Button variant="default" onClick={() => void lines.load()}>
          Try again
        </Button>
      </Empty>
    </div>
  );
}
