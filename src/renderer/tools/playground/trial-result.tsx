import { IconCheck, IconX } from '@tabler/icons-react';
import type { ToolFailure } from '../../../shared/call/events/tool';
import type { ConsoleClient } from '../../client/transport';
import { TOOL_FAILURES_IN_WORDS } from '../../transcript/tool-row';
import { formatTook } from '../../ui/text/format';
import { Said } from '../../ui/text/said';
import styles from './trial-result.module.css';

/** Result of trying a tool. */
export type Trial = Awaited<ReturnType<ConsoleClient['tool']['tryOut']>>;

interface TrialResultProps {
  readonly trial: Trial;
  /** True when a person was to answer. */
  readonly byPerson?: boolean;
}

/** Shows the result of a trial: the text for the model, the time it took, and what happened on the way. */
export function TrialResult({ trial, byPerson = false }: TrialResultProps) {
  const { outcome, tookMs, log } = trial;
  return (
    <>
      <header data-ok={outcome.ok} className={styles['head']}>
        {outcome.ok ? <IconCheck size={16} stroke={2} aria-hidden /> : <IconX size={16} stroke={2} aria-hidden />}
        <strong>{outcome.ok ? 'Answered' : failureLabel(outcome.failure, byPerson)}</strong>
        <span>{formatTook(tookMs)}</span>
      </header>
      <div tabIndex={0} role="group" aria-label="What the model reads" className={styles['output']}>
        {outcome.ok && outcome.output === '' ? (
          <span className={styles['nothing']}>nothing: an empty answer</span>
        ) : (
          <Said text={outcome.ok ? outcome.output : outcome.detail} />
        )}
      </div>
      {log.length > 0 && (
        <ol aria-label="Log" tabIndex={0} className={styles['log']}>
          {log.map((line, index) => (
            <li key={index}>
              <Said text={line} />
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

/**
 * Names the failure of a trial. A refusal reads "Not allowed" when no person was asked, because then nobody rejected
 * anything.
 */
function failureLabel(failure: ToolFailure, byPerson: boolean): string {
  return failure === 'refused' && !byPerson ? 'Not allowed' : TOOL_FAILURES_IN_WORDS[failure];
}
