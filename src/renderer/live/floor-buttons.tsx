import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import type { Call } from '../../shared/call/call';
import type { Microphone } from '../../shared/call/operator-facts';
import { MicrophonePicker } from '../audio/microphone-picker';
import { useHeadset, useServices } from '../connection/services';
import { IconButton } from '../ui/icon-button';
import { KeyCap } from '../ui/key-cap';
import { useShortcuts } from '../ui/shortcuts';
import styles from './floor-buttons.module.css';
import { showRefusal } from './refusal-toast';
import { TalkButton } from './talk-button';

interface FloorButtonsProps {
  readonly call: Call;
  readonly connected: boolean;
  readonly onHandBack: () => void;
}

const WAYS: Readonly<Record<Microphone, string>> = {
  open: 'Open microphone',
  'push-to-talk': 'Hold to talk',
};

/** Takes the call over with one's own voice, and gives it back. */
export function FloorButtons({ call, connected, onHandBack }: FloorButtonsProps) {
  const { headset } = useServices();
  const live = useHeadset((view) => view.live);
  const [asking, setAsking] = useState(false);
  const isMine = live?.callId === call.id;
  const isTaken = call.operator !== null;
  const possible = connected && call.phase.name === 'live' && call.transfer === null;
  // An operator who cannot be heard any more leaves the floor to whoever takes over now.
  const can = possible && !asking && live === null && (!isTaken || call.operator.lost !== null);

  const takeOver = async (): Promise<void> => {
    setAsking(true);
    const outcome = await headset.takeOver(call.id);
    setAsking(false);
    if (!outcome.ok) showRefusal(outcome.sentence);
  };
  useShortcuts({
    '6': isMine ? undefined : () => (can ? void takeOver() : undefined),
    '1': () => (isTaken ? onHandBack() : undefined),
  });

  return (
    <div className={styles['buttons']}>
      {isMine ? (
        <TalkButton />
      ) : (
        <div className={styles['row']}>
          <Button
            variant="default"
            justify="space-between"
            disabled={!can}
            loading={asking}
            className={styles['wide']}
            rightSection={<KeyCap>6</KeyCap>}
            onClick={() => void takeOver()}
          >
            Take over
          </Button>
          <WayMenu disabled={asking} />
        </div>
      )}
      {isTaken && (
        <Button justify="space-between" disabled={!possible} rightSection={<KeyCap>1</KeyCap>} onClick={onHandBack}>
          Hand back
        </Button>
      )}
      {isTaken && !isMine && <p className={styles['elsewhere']}>Another console speaks to this caller.</p>}
    </div>
  );
}

/** How one speaks, and into what; chosen before the caller hears anything. */
function WayMenu({ disabled }: { readonly disabled: boolean }) {
  const { headset } = useServices();
  const way = useHeadset((view) => view.choices.way);
  return (
    <Menu position="bottom-end" width={260} closeOnItemClick={false}>
      <Menu.Target>
        <IconButton
          label="How you speak"
          variant="default"
          disabled={disabled}
          icon={<IconChevronDown size={15} stroke={1.7} />}
        />
      </Menu.Target>
      <Menu.Dropdown>
        {(['open', 'push-to-talk'] as const).map((each) => (
          <Menu.Item
            key={each}
            role="menuitemradio"
            aria-checked={each === way}
            data-checked={each === way}
            className={styles['way']}
            onClick={() => headset.setWay(each)}
          >
            {WAYS[each]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <div className={styles['picker']}>
          <MicrophonePicker />
          <a href="#/settings">Test it in Settings</a>
        </div>
      </Menu.Dropdown>
    </Menu>
  );
}
