import type { Call } from '../../shared/call/call';
import type { Outcome } from '../client/run';
import { useServices } from '../services/services';
import { ActButton } from './floor/act-button';
import styles from './call-acts.module.css';
import { Keypad } from './floor/keypad';
import { hasUnheardWords } from '../labels/phase-words';
import { showRefusal } from '../ui/refusal-toast';
import { StopWords } from './floor/stop-words';

interface CallActsProps {
  readonly call: Call;
  readonly connected: boolean;
  readonly onTransfer: () => void;
  readonly onTools: () => void;
}

/** What an operator may do to the call without speaking to the caller. */
export function CallActs({ call, connected, onTransfer, onTools }: CallActsProps) {
  const { run } = useServices();
  const possible = connected && call.phase.name === 'live' && call.transfer === null;
  const held = call.floorChange?.why === 'held' && call.floor === 'nobody';
  const muted = call.floor === 'nobody' && !held;
  return (
    <div className={styles['acts']}>
      <ActButton
        label={held ? 'Resume' : 'Hold'}
        shortcut="H"
        isOn={held}
        disabled={!possible}
        onAct={() => void tell(run((api) => api.operator.hold({ callId: call.id, held: !held })))}
      />
      <ActButton label="Transfer" shortcut="T" disabled={!possible} onAct={onTransfer} />
      <Keypad callId={call.id} disabled={!possible} />
      <ActButton
        label="Mute agent"
        shortcut="Q"
        isOn={muted}
        disabled={!possible || held || call.floor === 'operator'}
        onAct={() => void tell(run((api) => api.operator.muteAgent({ callId: call.id, muted: !muted })))}
      />
      <ActButton label="Tools" shortcut="O" disabled={!possible} onAct={onTools} />
      <StopWords callId={call.id} possible={connected && hasUnheardWords(call)} />
    </div>
  );
}

async function tell(outcome: Promise<Outcome>): Promise<void> {
  const done = await outcome;
  if (!done.ok) showRefusal(done.sentence);
}
