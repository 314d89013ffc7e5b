import { useEffect } from 'react';
import { twilioNoteLabel } from '../../shared/keys/key-check-labels';
import { useServices, useSetup } from '../services/services';
import { isKeySet } from '../settings/keys/key-labels';
import { PlanUseNotice } from '../settings/reach/plan-use-notice';
import { Notice } from '../ui/notice';
import styles from './account-limits.module.css';

/**
 * Notices of what the accounts behind the lines do not allow, shown before a caller finds out; empty if there are none.
 */
export function AccountLimits() {
  const { setup } = useServices();
  const areKeysSet = useSetup(({ vault }) => isKeySet(vault, 'twilioAccountSid') && isKeySet(vault, 'twilioAuthToken'));
  const check = useSetup((view) => view.checks.twilio);
  const isUnasked = areKeysSet && check === undefined;
  useEffect(() => {
    if (isUnasked) void setup.check('twilio');
  }, [isUnasked, setup]);
  const account = check?.state === 'answered' && check.check.service === 'twilio' ? check.check : null;
  return (
    <div role="status" className={styles['limits']}>
      {account?.notes.includes('trial') === true && <Notice tone="attention" sentence={twilioNoteLabel('trial')} />}
      <PlanUseNotice onlyWhenScarce />
    </div>
  );
}
