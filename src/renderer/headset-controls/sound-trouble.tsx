import { Button } from '@mantine/core';
import { useHeadset, useServices } from '../services/services';
import { Notice } from '../ui/notice';

/** Notice that explains why a call that is listened to is not heard, and what helps; empty when all is well. */
export function SoundTrouble() {
  const { headset } = useServices();
  const sound = useHeadset((view) => view.sound);
  const channel = useHeadset((view) => view.channel);
  if (channel === 'lost') return <Notice tone="busy" sentence="The sound was cut off. It comes back by itself." />;
  if (sound === 'failed') {
    return (
      <Notice
        tone="failing"
        sentence="This machine plays no sound."
        remedy="Check its sound settings, then try again."
      />
    );
  }
  if (sound !== 'blocked') return null;
  return (
    <Notice
      tone="attention"
      sentence="The sound is held back."
      remedy="Browsers wait for a click first."
      action={
        <Button variant="default" onClick={() => headset.sound.wake()}>
          Turn sound on
        </Button>
      }
    />
  );
}
