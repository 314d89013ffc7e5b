import type { Call } from '../../shared/call/call';
import { Badge } from '../ui/badge';
import { formatLatency, formatUsd } from '../ui/text/format';
import { displayNumber } from '../ui/text/phone-number';
import { plainLine } from '../ui/text/plain-text';
import { Timer } from '../ui/time/timer';
import styles from './call-header.module.css';
import { ApplyToCall, useLatestVersion } from './tools/apply-to-call';
import { otherParty } from '../labels/other-party';
import { phaseWords } from '../labels/phase-words';
import { versionWords } from '../labels/version-words';

/** Header of a call: the other party, the agent, the current phase, the latest reply time, and the cost so far. */
export function CallHeader({ call }: { readonly call: Call }) {
  const reply = call.replyMs.at(-1);
  const latest = useLatestVersion(call.agent.id);
  return (
    <header className={styles['header']}>
      <div className={styles['who']}>
        <h1 className={styles['number']}>{otherParty(call)}</h1>
        <Badge cut>
          {plainLine(call.agent.name)} · {versionWords(call.agent.version)}
          {call.agentChange !== null && `, v${String(call.agentChange.version)} applied`}
        </Badge>
        <ApplyToCall call={call} latest={latest} />
        {call.direction === 'out' && <Badge>call out</Badge>}
        {call.practice && <Badge>practice</Badge>}
        {call.progress === 'answered-by-machine' && <Badge tone="amber">voicemail</Badge>}
        <span className={styles['timer']}>
          <Timer since={call.rangAt} until={call.phase.name === 'ended' ? call.phase.at : null} />
        </span>
      </div>
      <div className={styles['facts']}>
        <span className={styles['phase']}>{phaseWords(call)}</span>
        {reply !== undefined && (
          <span>
            reply <b>{formatLatency(reply)}</b>
          </span>
        )}
        <span>
          cost <b>{formatUsd(call.costUsd)}</b>
        </span>
        <span>{call.direction === 'in' ? `to ${displayNumber(call.to)}` : `from ${displayNumber(call.from)}`}</span>
      </div>
    </header>
  );
}
