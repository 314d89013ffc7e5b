import { Button } from '@mantine/core';
import { useConsole, useServices } from '../services/services';
import { showRefusal } from '../ui/refusal-toast';
import styles from './about-section.module.css';

/** Section that names this Switchboard's version and mode, and leads back to the set-up. */
export function AboutSection() {
  const { setup } = useServices();
  const about = useConsole((view) => view.about);
  const again = async (): Promise<void> => {
    const refusal = await setup.reachOnboarding('model');
    if (refusal !== null) showRefusal(`${refusal.sentence} ${refusal.remedy}`);
  };
  return (
    <div className={styles['about']}>
      <dl>
        <dt>Version</dt>
        <dd>{about?.version ?? 'unknown'}</dd>
        <dt>Runs as</dt>
        <dd>{about?.mode === 'desktop' ? 'a desktop app' : 'a server, seen in a browser'}</dd>
      </dl>
      <p>Going through the set-up again changes nothing by itself: lines stay live, keys stay where they are.</p>
      <div>
        <Button variant="default" disabled={about?.demo === true} onClick={() => void again()}>
          Go through the set-up again
        </Button>
      </div>
    </div>
  );
}
