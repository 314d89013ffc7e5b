import type { ReactNode } from 'react';
import { draftProblems } from '../../shared/agent/draft';
import { ErrorBoundary } from '../ui/error-boundary';
import type { Edited } from '../stores/draft-editing';
import { useServices } from '../services/services';
import styles from './agent-editor.module.css';
import type { EditorPart } from '../routes/agent-route';
import { ConflictNotice } from './versions/conflict-notice';
import { EditorHeader } from './editor-header';
import { EditorTabs } from './editor-tabs';
import { LimitsPart } from './parts/limits-part';
import type { PartProps } from './parts/part-props';
import { ToolsPart } from './parts/tools-part';
import { TurnsPart } from './parts/turns-part';
import { VersionsPart } from './versions/versions-part';
import { VoicePart } from './parts/voice-part';
import { WordsPart } from './parts/words-part';

interface AgentEditorProps {
  readonly edited: Edited;
  readonly part: EditorPart;
}

/** Editor of one agent, divided into parts; changes are saved as they are typed. */
export function AgentEditor({ edited, part }: AgentEditorProps) {
  const { agents } = useServices();
  const { id, published } = edited.record;
  const { profile } = edited;
  const problems = draftProblems(profile);
  const given: PartProps = {
    profile,
    isNew: published === null && edited.record.draft.revision === 1 && profile.instructions === '',
    onChange: (change) => agents.edit(id, change),
    problemOf: (field) => problems.find((problem) => problem.field === field)?.sentence,
  };
  const parts: Readonly<Record<EditorPart, () => ReactNode>> = {
    words: () => <WordsPart {...given} />,
    voice: () => <VoicePart {...given} />,
    turns: () => <TurnsPart {...given} />,
    tools: () => <ToolsPart {...given} />,
    limits: () => <LimitsPart {...given} />,
    versions: () => <VersionsPart edited={edited} />,
  };
  return (
    <div className={styles['editor']}>
      <EditorHeader edited={edited} problems={problems} />
      <EditorTabs agentId={id} part={part} problems={problems} from={published?.profile ?? null} to={profile} />
      {edited.save.name === 'conflict' && <ConflictNotice agentId={id} mine={profile} theirs={edited.save.theirs} />}
      <div key={part} data-part={part} className={styles['part']}>
        <ErrorBoundary part="This part">{parts[part]()}</ErrorBoundary>
      </div>
    </div>
  );
}
