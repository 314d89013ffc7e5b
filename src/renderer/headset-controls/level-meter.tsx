import { useEffect, useRef } from 'react';
import { useServices } from '../services/services';
import styles from './level-meter.module.css';

/** Meter of the microphone while it is open. Drawn without React. `label` is read out. */
export function LevelMeter({ label = 'Microphone level' }: { readonly label?: string }) {
  const { headset } = useServices();
  const box = useRef<HTMLDivElement>(null);
  useEffect(
    () =>
      headset.onLevel((level) => {
        const element = box.current;
        if (element === null) return;
        element.style.setProperty('--level', String(level));
        element.setAttribute('aria-valuenow', String(Math.round(level * 100)));
      }),
    [headset],
  );
  return (
    <div
      ref={box}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={0}
      className={styles['meter']}
    />
  );
}
