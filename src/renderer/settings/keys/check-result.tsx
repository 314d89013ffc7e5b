import { useEffect, type Ref } from 'react';
import type { KeyService } from '../../../shared/keys/key-name';
import { useServices, useSetup } from '../../services/services';
import { Notice } from '../../ui/notice';
import { QuietButton } from '../../ui/quiet-button';
import styles from './check-result.module.css';
import { checkNotice } from './key-words';

const NAMES: Readonly<Record<KeyService, string>> = { openai: 'OpenAI', twilio: 'Twilio', ngrok: 'ngrok' };

interface CheckResultProps {
  readonly service: KeyService;
  /** True when there are keys to check; they are then checked once, without a click. */
  readonly ready: boolean;
  readonly ref?: Ref<HTMLDivElement>;
}

/** Result of checking a service's keys; read out when the service answers. */
export function CheckResult({ service, ready, ref }: CheckResultProps) {
  const { setup } = useServices();
  const check = useSetup((view) => view.checks[service]);
  const unasked = ready && check === undefined;
  useEffect(() => {
    if (unasked) void setup.check(service);
  }, [unasked, setup, service]);
  const notice = ready && check !== undefined ? checkNotice(check, NAMES[service]) : null;
  return (
    <div ref={ref ?? null} tabIndex={-1} aria-live="polite" className={styles['result']}>
      {notice !== null && (
        <Notice
          {...notice}
          action={
            check?.state !== 'asking' && (
              <QuietButton onClick={() => void setup.check(service)}>Check again</QuietButton>
            )
          }
        />
      )}
    </div>
  );
}
