import { Button } from '@mantine/core';
import { useState } from 'react';
import { useServices, useSetup } from '../services/services';
import { showRefusal } from '../ui/refusal-toast';
import styles from './practice-bar.module.css';

/** Says that simulated callers ring, while they do, and ends it. */
export function PracticeBar() {
  const { setup } = useServices();
  const practising = useSetup((view) => view.setup?.practising ?? false);
  const settingUp = useSetup((view) => view.setup?.onboarding !== 'done');
  const [ending, setEnding] = useState(false);
  if (!practising) return null;
  const end = async (): Promise<void> => {
    setEnding(true);
    const refusal = await setup.practise(false);
    setEnding(false);
    if (refusal !== null) showRefusal(`${refusal.sentence} ${refusal.remedy}`);
  };
  return (
    <div role="status" className={styles['bar']}>
      <strong>Practice is on: simulated callers.</strong>
      <span>{settingUp ? 'Ending it leads back to the set-up.' : 'Your own lines go on beside it.'}</span>
      <Button variant="default" size="compact-sm" loading={ending} onClick={() => void end()}>
        End practice
      </Button>
    </div>
  );
}
