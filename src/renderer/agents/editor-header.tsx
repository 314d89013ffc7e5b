import { Button } from '@mantine/core';
import { IconKeyboard } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { DraftProblem } from '../../shared/agent/draft';
import { changedFields } from '../../shared/agent/profile-fields';
import { usePracticeCall, useBeginTextPractice } from '../practice/practice-call';
import { useAgents, useConsole, useHeadset, useTextPractice } from '../services/services';
import type { Edited } from '../stores/draft-editing';
import { Badge } from '../ui/badge';
import { IconButton } from '../ui/icon-button';
import { plainLine } from '../ui/text/plain-text';
import styles from './editor-header.module.css';
import { AgentMenu } from './library/agent-menu';
import { PublishDialog } from './versions/publish-dialog';

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

/**
 * Duration of the "saved" note, in ms. It follows unsaved changes only: nobody reads "Saved" of what they did not
 * write.
 */
const SAID_MS = 2500;

/** Save state of the draft: whether the main process has all changes. Quiet while nothing happens. */
function SaveNote({ edited }: { readonly edited: Edited }) {
  const { name } = edited.save;
  const [wasUnsaved, setWasUnsaved] = useState(false);
  if (name !== 'saved' && !wasUnsaved) setWasUnsaved(true);
  useEffect(() => {
    if (name !== 'saved' || !wasUnsaved) return undefined;
    const timer = setTimeout(() => setWasUnsaved(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [name, wasUnsaved]);
  const said = {
    saved: wasUnsaved ? 'Draft saved' : '',
    waiting: 'Saving…',
    saving: 'Saving…',
    'not saved': 'Not saved; trying again',
    refused: 'Not saved',
    conflict: 'Not saved',
  }[name];
  return (
    <span
      role="status"
      data-save={name}
      className={styles['note']}
      title={edited.save.name === 'not saved' ? edited.save.refusal.sentence : undefined}
    >
      {said}
    </span>
  );
}

/** Tries the draft of an agent: with the operator's own microphone, or in writing. */
function PracticeButtons({ agentId }: { readonly agentId: string }) {
  const call = usePracticeCall(agentId);
  const practise = useBeginTextPractice(agentId);
  const connected = useConsole((view) => view.link.name === 'connected');
  const isCalling = useHeadset((view) => view.practice?.name === 'calling');
  const isOn = useHeadset((view) => view.practice?.name === 'on');
  const isPractisingInText = useTextPractice(
    (textPractice) => textPractice?.name === 'beginning' || textPractice?.name === 'on',
  );
  const isBusy = isCalling || isOn || isPractisingInText || !connected;
  return (
    <>
      <IconButton
        label="Practise in writing"
        position="bottom"
        className={styles['practise'] ?? ''}
        icon={<IconKeyboard size={18} stroke={1.5} />}
        // A button that is disabled under the pointer would keep its label up.
        aria-disabled={isBusy}
        {...(isBusy && { 'data-disabled': true })}
        onClick={() => {
          if (!isBusy) void practise();
        }}
      />
      <Button
        variant="default"
        loading={isCalling}
        disabled={isOn || isPractisingInText || !connected}
        onClick={() => void call()}
      >
        Practice call
      </Button>
    </>
  );
}
