import { useState } from 'react';
import type { OperatorTool } from '../../../shared/tool/tool';
import { formatOffset } from '../../ui/text/format';
import { useTimed } from '../../ui/time/use-timed';
import { AnswerForm } from './answer-form';
import styles from './person-trial.module.css';
import { TrialResult, type Trial } from './trial-result';

interface PersonTrialProps {
  readonly tool: OperatorTool;
  readonly args: string;
}

/** A person's tool on the bench: whoever tries it is the person. */
export function PersonTrial({ tool, args }: PersonTrialProps) {
  const [began] = useState(() => performance.now());
  const [given, setGiven] = useState<Trial | null>(null);
  const leftMs = useTimed(() => Math.max(0, Math.ceil((tool.timeoutMs - (performance.now() - began)) / 1000) * 1000));
  const settle = (outcome: Trial['outcome']): void =>
    setGiven((before) => before ?? { outcome, tookMs: performance.now() - began, log: [`Arguments: ${args}`] });
  if (given !== null) return <TrialResult trial={given} byPerson />;
  if (leftMs === 0) return <TrialResult trial={nobody(tool)} byPerson />;
  return (
    <div className={styles['card']}>
      <div className={styles['head']}>
        <strong>The agent asks you</strong>
        <time>{formatOffset(leftMs)}</time>
      </div>
      <AnswerForm
        name={tool.name}
        options={tool.options ?? []}
        schema={tool.answer}
        isSending={false}
        onAnswer={(output) => settle({ ok: true, output })}
        onReject={(reason) => settle({ ok: false, failure: 'refused', detail: reason })}
      />
    </div>
  );
}

function nobody({ ifNobody, timeoutMs }: OperatorTool): Trial {
  const outcome =
    ifNobody === undefined
      ? ({ ok: false, failure: 'timed-out', detail: 'Nobody answered in time' } as const)
      : ({ ok: true, output: ifNobody } as const);
  return { outcome, tookMs: timeoutMs, log: [] };
}
