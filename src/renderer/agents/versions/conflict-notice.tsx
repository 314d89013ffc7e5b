import { Button } from '@mantine/core';
import { useState } from 'react';
import type { AgentProfile } from '../../../shared/agent/agent';
import type { AgentRecord } from '../../../shared/agent/agent-library';
import { diffProfiles } from '../../../shared/agent/agent-diff';
import { useServices } from '../../services/services';
import { QuietButton } from '../../ui/quiet-button';
import { Notice } from '../../ui/notice';
import styles from './conflict-notice.module.css';
import { DiffView } from './diff-view';

interface ConflictNoticeProps {
  readonly agentId: string;
  readonly mine: AgentProfile;
  readonly theirs: AgentRecord;
}

/** Notice that two consoles wrote the same draft. Nothing was overwritten; the user chooses which of the two stays. */
export function ConflictNotice({ agentId, mine, theirs }: ConflictNoticeProps) {
  const { agents } = useServices();
  const [isCompared, setCompared] = useState(false);
  return (
    <div role="alert" className={styles['conflict']}>
      <Notice
        tone="attention"
        sentence="Another console changed this draft while you were writing it."
        remedy="Nothing was overwritten. Choose which of the two stays."
        action={
          <div className={styles['actions']}>
            <QuietButton aria-expanded={isCompared} onClick={() => setCompared((was) => !was)}>
              {isCompared ? 'Hide the difference' : 'Show the difference'}
            </QuietButton>
            <Button variant="default" onClick={() => agents.takeTheirs(agentId)}>
              Take theirs
            </Button>
            <Button onClick={() => void agents.keepMine(agentId)}>Keep mine</Button>
          </div>
        }
      />
      {isCompared && (
        <div className={styles['difference']}>
          <DiffView changes={diffProfiles(theirs.draft.profile, mine)} from="theirs" to="mine" />
        </div>
      )}
    </div>
  );
}
