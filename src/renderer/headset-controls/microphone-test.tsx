import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useHeadset, useServices } from '../services/services';
import { LevelMeter } from './level-meter';
import styles from './microphone-test.module.css';

/** Level that only a voice near the microphone reaches, 0 to 1. */
const VOICE_LEVEL = 0.35;

/** Button that opens the microphone for its meter and shuts it again, also when the screen is left. Nobody hears it. */
export function MicrophoneTest() {
  const { headset } = useServices();
  const testing = useHeadset((view) => view.testing);
  const state = useHeadset((view) => view.microphone);
  useEffect(() => () => void headset.test(false), [headset]);
  const hasTrouble = testing && state !== 'open' && state !== 'asking' && state !== 'off';
  return (
    <div className={styles['test']}>
      {hasTrouble ? (
        <Button variant="default" onClick={() => void headset.retryMicrophone()}>
          Try again
        </Button>
      ) : (
        <Button
          variant="default"
          aria-pressed={testing}
          aria-busy={testing && state === 'asking'}
          onClick={() => void headset.test(!testing)}
        >
          {testing ? 'Stop the test' : 'Test microphone'}
        </Button>
      )}
      {testing && state === 'open' && <Heard />}
    </div>
  );
}

function Heard() {
  const { headset } = useServices();
  const [isHeard, setHeard] = useState(false);
  useEffect(
    () =>
      headset.onLevel((level) => {
        if (level > VOICE_LEVEL) setHeard(true);
      }),
    [headset],
  );
  return (
    <div className={styles['heard']}>
      <LevelMeter />
      <p role="status" className={styles['words']}>
        {isHeard ? 'Your voice comes through.' : 'Say something: the bar should move.'}
      </p>
    </div>
  );
}
