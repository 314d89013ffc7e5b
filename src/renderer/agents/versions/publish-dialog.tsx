import { Button } from '@mantine/core';
import { useState } from 'react';
import { diffProfiles } from '../../../shared/agent/agent-diff';
import type { DraftProblem } from '../../../shared/agent/draft';
import { PROFILE_FIELDS } from '../../../shared/agent/profile-fields';
import type { AgentRefused } from '../../stores/agents-store';
import type { Edited } from '../../stores/draft-editing';
import { useAgents, useServices } from '../../services/services';
import { Dialog } from '../../ui/dialog';
import { Notice } from '../../ui/notice';
import { DiffView } from './diff-view';
import styles from './publish-dialog.module.css';
import { RefusedNotice } from '../library/refused-notice';
import { answeredWords } from '../answered-words';

interface PublishDialogProps {
  readonly opened: boolean;
  readonly edited: Edited;
  readonly problems: readonly DraftProblem[];
  readonly onClose: () => void;
}

/** Shows what will be different for callers before it is. */
export function PublishDialog({ opened, edited, problems, onClose }: PublishDialogProps) {
  const { agents } = useServices();
  const library = useAgents((view) => view.library);
  const [refused, setRefused] = useState<AgentRefused | null>(null);
  const [isPublishing, setPublishing] = useState(false);
  const { id, published } = edited.record;
  const close = (): void => {
    setRefused(null);
    onClose();
  };
  const publish = async (): Promise<void> => {
    setPublishing(true);
    const answer = await agents.publish(id);
    setPublishing(false);
    setRefused(answer);
    if (answer === null) close();
  };
  const hasProblems = problems.length > 0;
  return (
    <Dialog
      title={published === null ? 'Publish this agent' : `Publish version ${String(published.version + 1)}`}
      opened={opened}
      size={720}
      onClose={close}
      onSubmit={() => void publish()}
      actions={
        <>
          <Button variant="default" onClick={close}>
            Not yet
          </Button>
          <Button type="submit" data-autofocus disabled={hasProblems} loading={isPublishing}>
            Publish
          </Button>
        </>
      }
    >
      <p>{answeredWords(library, id, published !== null)} Calls that are on keep the version they began with.</p>
      {hasProblems && (
        <Notice
          tone="failing"
          sentence="The draft cannot answer calls as it is."
          notes={problems.map(({ field, sentence }) => `${PROFILE_FIELDS[field]}: ${sentence}`)}
        />
      )}
      {refused !== null && <RefusedNotice refused={refused} />}
      {published !== null && (
        <div className={styles['difference']}>
          <DiffView
            changes={diffProfiles(published.profile, edited.profile)}
            from={`version ${String(published.version)}`}
            to="the draft"
          />
        </div>
      )}
    </Dialog>
  );
}
