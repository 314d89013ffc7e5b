import type { AgentProfile } from '../../shared/agent/agent';
import type { DraftProblem } from '../../shared/agent/draft';
import { changedFields, type ProfileField } from '../../shared/agent/profile-fields';
import { Dot } from '../ui/dot';
import { HiddenWords } from '../ui/text/hidden-words';
import { agentHref, EDITOR_PARTS, type EditorPart } from '../routes/agent-route';
import styles from './editor-tabs.module.css';

/** Names of the parts of the editor. */
const PART_NAMES: Readonly<Record<EditorPart, string>> = {
  words: 'Words',
  voice: 'Voice',
  turns: 'Turn-taking',
  tools: 'Tools',
  limits: 'Limits',
  versions: 'Versions',
};

/** Part of the editor that each field of an agent is in. */
const PART_OF_FIELD: Readonly<Record<ProfileField, EditorPart>> = {
  name: 'words',
  greeting: 'words',
  greetingInterruptible: 'words',
  instructions: 'words',
  model: 'voice',
  voice: 'voice',
  language: 'voice',
  transcriptionModel: 'voice',
  expectedWords: 'voice',
  turnTaking: 'turns',
  tools: 'tools',
  limits: 'limits',
};

interface EditorTabsProps {
  readonly agentId: string;
  readonly part: EditorPart;
  readonly problems: readonly DraftProblem[];
  /** What was published; null: nothing. */
  readonly from: AgentProfile | null;
  readonly to: AgentProfile;
}

/** The parts of an agent; a dot says where the draft differs from what answers, a red one where it cannot be published. */
export function EditorTabs({ agentId, part, problems, from, to }: EditorTabsProps) {
  const changed = new Set(from === null ? [] : changedFields(from, to).map((field) => PART_OF_FIELD[field]));
  const faulty = new Set(problems.map(({ field }) => PART_OF_FIELD[field]));
  return (
    <nav aria-label="Parts of the agent" className={styles['tabs']}>
      {EDITOR_PARTS.map((each) => (
        <a
          key={each}
          href={agentHref(agentId, each)}
          aria-current={each === part ? 'page' : undefined}
          className={styles['tab']}
        >
          {PART_NAMES[each]}
          {faulty.has(each) && (
            <>
              <Dot tone="failing" />
              <HiddenWords>cannot be published</HiddenWords>
            </>
          )}
          {!faulty.has(each) && changed.has(each) && (
            <>
              <Dot tone="attention" />
              <HiddenWords>differs from what answers</HiddenWords>
            </>
          )}
        </a>
      ))}
    </nav>
  );
}
