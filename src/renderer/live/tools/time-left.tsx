import type { ToolTurn } from '../../../shared/call/transcript';
import { formatOffset } from '../../ui/text/format';
import styles from './tool-card.module.css';
import { timeLeftMs } from '../../transcript/tool-words';
import { useTimed } from '../../ui/time/use-timed';

const HURRY_MS = 10_000;

/** Countdown of the time a person has left to act on a tool call. */
export function TimeLeft({ tool }: { readonly tool: ToolTurn }) {
  const left = useTimed((now) => formatOffset(timeLeftMs(tool, now) + 999));
  const hurry = useTimed((now) => timeLeftMs(tool, now) < HURRY_MS);
  return (
    <time className={styles['left']} data-hurry={hurry} title="Time left">
      {left}
    </time>
  );
}
