import { IconMessageChatbot } from '@tabler/icons-react';
import { useEffect, type ReactNode } from 'react';
import { useHashLocation } from 'wouter/use-hash-location';
import type { AgentProfile } from '../../shared/agent/agent';
import { draftProblems, type DraftProblem } from '../../shared/agent/draft';
import { changedFields, type ProfileField } from '../../shared/agent/profile-fields';
import { PracticePane } from '../practice/practice-pane';
import { agentHref, agentRouteOf, EDITOR_PARTS, type EditorPart } from '../routes/agent-route';
import { useAgents, useServices } from '../services/services';
import type { Edited } from '../stores/draft-editing';
import { ToolListEditor } from '../tools/tool-list-editor';
import { Dot } from '../ui/dot';
import { Empty } from '../ui/empty';
import { ErrorBoundary } from '../ui/error-boundary';
import { HiddenWords } from '../ui/text/hidden-words';
import styles from './agents-screen.module.css';
import { EditorHeader } from './editor-header';
import { AgentList } from './library/agent-list';
import { LimitsPart } from './parts/limits-part';
import type { PartProps } from './parts/part-props';
import { TurnsPart } from './parts/turns-part';
import { VoicePart } from './parts/voice-part';
import { WordsPart } from './parts/words-part';
import { ConflictNotice } from './versions/conflict-notice';
import { VersionsPart } from './versions/versions-part';
import { Notice } from '../ui/notice';

/** Agents screen: the list of agents, the editor of the open one, and its practice pane. */
export function AgentsScreen() {
  const { agents } = useServices();
  const library = useAgents((view) => view.library);
  const [address] = useHashLocation();
  const route = agentRouteOf(address);
  const lastId = useAgents((view) => view.lastId);
  const agentId = route.agentId ?? lastId ?? library?.defaultId ?? null;
  useEffect(() => {
    if (agentId !== null) void agents.open(agentId);
  }, [agents, agentId]);

  return (
    <section aria-labelledby="agents-title" className={styles['screen']}>
      <h1 id="agents-title" className={styles['title']}>
        Agents
      </h1>
      <AgentList agentId={agentId} part={route.part} />
      {agentId === null ? <NoAgent /> : <OneAgent key={agentId} agentId={agentId} part={route.part} />}
      {agentId !== null && (
        <ErrorBoundary key={`practice of ${agentId}`} part="Practice">
          <PracticePane agentId={agentId} />
        </ErrorBoundary>
      )}
    </section>
  );
}

function OneAgent({
  agentId,
  part,
}: {
  readonly agentId: string;
  readonly part: ReturnType<typeof agentRouteOf>['part'];
}) {
  const edited = useAgents((view) => view.edited.get(agentId));
  const refused = useAgents((view) => view.refused.get(agentId));
  if (edited !== undefined) return <AgentEditor edited={edited} part={part} />;
  if (refused === undefined) return <div className={styles['rest']} role="status" aria-label="Opening the agent" />;
  return (
    <div className={styles['rest']}>
      <Empty icon={<IconMessageChatbot size={28} stroke={1.5} />} title={refused.refusal.sentence}>
        <p>{refused.refusal.remedy}</p>
      </Empty>
    </div>
  );
}

function NoAgent() {
  const isFailing = useAgents((view) => view.isFailing);
  return (
    <div className={styles['rest']}>
      {isFailing && (
        <Empty icon={<IconMessageChatbot size={28} stroke={1.5} />} title="The agents could not be read">
          <p>Switchboard did not answer. They are asked for again when it does.</p>
        </Empty>
      )}
    </div>
  );
}

interface AgentEditorProps {
  readonly edited: Edited;
  readonly part: EditorPart;
}

/** Editor of one agent, divided into parts; changes are saved as they are typed. */
function AgentEditor({ edited, part }: AgentEditorProps) {
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
    tools: () => <ToolListEditor value={profile.tools} onChange={(tools) => given.onChange({ tools })} />,
    limits: () => <LimitsPart {...given} />,
    versions: () => <VersionsPart edited={edited} />,
  };
  return (
    <div className={styles['editor']}>
      <EditorHeader edited={edited} problems={problems} />
      <EditorTabs agentId={id} part={part} problems={problems} from={published?.profile ?? null} to={profile} />
      {edited.save.name === 'refused' && <Notice tone="failing" {...edited.save.refusal} />}
      {edited.save.name === 'conflict' && <ConflictNotice agentId={id} mine={profile} theirs={edited.save.theirs} />}
      <div key={part} data-part={part} className={styles['part']}>
        <ErrorBoundary part="This part">{parts[part]()}</ErrorBoundary>
      </div>
    </div>
  );
}

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
  noiseReduction: 'voice',
  turnTaking: 'turns',
  tools: 'tools',
  limits: 'limits',
};

interface EditorTabsProps {
  readonly agentId: string;
  readonly part: EditorPart;
  readonly problems: readonly DraftProblem[];
  /** Published profile; null for an agent never published. */
  readonly from: AgentProfile | null;
  readonly to: AgentProfile;
}

/**
 * Tabs for the parts of an agent. A dot marks a part whose draft differs from the published version; a red dot marks
 * one that cannot be published.
 */
function EditorTabs({ agentId, part, problems, from, to }: EditorTabsProps) {
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
