import { useEffect, useRef } from 'react';
import { useServices } from '../../services/services';
import styles from './level-bars.module.css';

const BARS = 4;
const FLOOR = 0.14;

/**
 * Meter of a call's last few levels: green when the caller is louder, accent when the agent is. Drawn without React.
 */
export function LevelBars({ callId }: { readonly callId: string }) {
  const { levels } = useServices();
  const box = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const recent = Array.from({ length: BARS }, () => FLOOR);
    return levels.subscribe(callId, ({ caller, agent }) => {
      const element = box.current;
      if (element === null) return;
      const loudest = Math.max(caller, agent);
      recent.shift();
      recent.push(Math.max(FLOOR, Math.min(1, Math.sqrt(loudest))));
      element.dataset['who'] = loudest < 0.01 ? 'nobody' : caller >= agent ? 'caller' : 'agent';
      for (const [index, bar] of Array.from(element.children).entries()) {
        if (bar instanceof HTMLElement) bar.style.transform = `scaleY(${recent[index] ?? FLOOR})`;
      }
    });
  }, [callId, levels]);
  return (
    <span ref={box} aria-hidden className={styles['bars']}>
      {Array.from({ length: BARS }, (_, index) => (
        <span key={index} className={styles['bar']} />
      ))}
    </span>
  );
}
