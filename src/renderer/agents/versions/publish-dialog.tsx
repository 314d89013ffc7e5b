import { Button } from '@mantine/core';
import { useState } from 'react';
import { diffProfiles } from '../../../shared/agent/agent-diff';
import type { AgentLibrary } from '../../../shared/agent/agent-library';
import type { DraftProblem } from '../../../shared/agent/draft';
import { PROFILE_FIELDS } from '../../../shared/agent/profile-fields';
import { useAgents, useServices } from '../../services/services';
import type { AgentRefused } from '../../stores/agents-store';
import type { Edited } from '../../stores/draft-editing';
import { Dialog } from '../../ui/dialog';
import { Notice } from '../../ui/notice';
import { displayNumber } from '../../ui/text/phone-number';
import { RefusedNotice } from '../library/refused-dialog';
import { DiffView } from './diff-view';
import styles from './publish-dialog.module.css';

const MOST_NUMBERS_NAMED = 3;

/** Sentence that tells which lines an agent answers once it is published. */
export function answeredLabel(library: AgentLibrary | null, agentId: string, wasPublished: boolean): string {
  const numbers = Object.entries(library?.lines ?? {}).flatMap(([number, id]) => (id === agentId ? [number] : []));
  const isDefault = library?.defaultId === agentId;
  if (!isDefault && numbers.length === 0)
    return wasPublished ? 'No line is answered by it.' : 'It can answer lines from then on.';
  const named = numbers.slice(0, MOST_NUMBERS_NAMED).map(displayNumber);
  const rest = numbers.length - named.length;
  const all = [
    ...named,
    ...(rest > 0 ? [`${String(rest)} more`] : []),
    ...(isDefault ? ['every line without an agent of its own'] : []),
  ];
  return `New calls to ${listed(all)} are answered by it.`;
}

function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
}

interface PublishDialogProps {
  readonly opened: boolean;
  readonly edited: Edited;
  readonly problems: readonly DraftProblem[];
  readonly onClose: () => void;
}

/** Dialog that shows what publishing changes for callers before it does. */
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
      <p>{answeredLabel(library, id, published !== null)} Calls that are on keep the version they began with.</p>
      {hasProblems && (
        <Notice
          tone="failing"
          sentence="The draft cannot answer calls as it is."
          notes={problems.map(({ field, sentence }) => `${PROFILE_FIELDS[field]}: ${sentence}`)}
        />
      )}
      {refused !== null && <RefusedNotice refused={refused} />}
      {published !== null && (
        <div role="group" aria-label="What changes" tabIndex={0} className={styles['difference']}>
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
