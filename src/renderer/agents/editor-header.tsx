import { Button } from '@mantine/core';
import { useState } from 'react';
import type { DraftProblem } from '../../shared/agent/draft';
import { changedFields } from '../../shared/agent/profile-fields';
import type { Edited } from '../stores/draft-editing';
import { useAgents } from '../services/services';
import { Badge } from '../ui/badge';
import { PracticeButtons } from '../practice/practice-buttons';
import { plainLine } from '../ui/text/plain-text';
import { AgentMenu } from './library/agent-menu';
import styles from './editor-header.module.css';
import { PublishDialog } from './versions/publish-dialog';
import { SaveNote } from './save-note';

interface EditorHeaderProps {
  readonly edited: Edited;
  readonly problems: readonly DraftProblem[];
}

/** Header of the agent editor: name, published version, draft and save state, practice buttons and Publish. */
export function EditorHeader({ edited, problems }: EditorHeaderProps) {
  const [isPublishing, setPublishing] = useState(false);
  const { id, published } = edited.record;
  const isDefault = useAgents((view) => view.library?.defaultId === id);
  const changes = published === null ? null : changedFields(published.profile, edited.profile).length;
  return (
    <header className={styles['header']}>
      <div className={styles['who']}>
        <h2>{plainLine(edited.profile.name) || 'No name'}</h2>
        <Badge>{published === null ? 'never published' : `v${String(published.version)} answers`}</Badge>
        {isDefault && <Badge cut>default</Badge>}
        <span className={styles['draft']}>{draftWords(changes)}</span>
      </div>
      <SaveNote edited={edited} />
      <PracticeButtons agentId={id} />
      <Button disabled={changes === 0 || edited.save.name === 'conflict'} onClick={() => setPublishing(true)}>
        Publish
      </Button>
      <AgentMenu agentId={id} name={edited.profile.name} isPublished={published !== null} />
      <PublishDialog opened={isPublishing} edited={edited} problems={problems} onClose={() => setPublishing(false)} />
    </header>
  );
}

function draftWords(changes: number | null): string {
  if (changes === null) return 'Nobody is answered by it yet.';
  if (changes === 0) return 'The draft is the same.';
  return changes === 1 ? '1 field of the draft differs.' : `${String(changes)} fields of the draft differ.`;
}
