import { IconFileImport, IconPlus } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useHashLocation } from 'wouter/use-hash-location';
import { exceedsFile, MAX_AGENT_FILE_BYTES } from '../../../shared/agent/agent-file';
import type { AgentLibrary, AgentSummary, LibraryNotice } from '../../../shared/agent/agent-library';
import { AGENT_REFUSAL_WORDS } from '../../client/refusals/refusals';
import { agentHref, type EditorPart } from '../../routes/agent-route';
import { useAgents, useServices } from '../../services/services';
import type { AgentRefused } from '../../stores/agents-store';
import { Badge } from '../../ui/badge';
import { IconButton } from '../../ui/icon-button';
import { Notice } from '../../ui/notice';
import { plainLine } from '../../ui/text/plain-text';
import styles from './agent-list.module.css';
import { RefusedDialog } from './refused-dialog';

interface AgentListProps {
  readonly agentId: string | null;
  readonly part: EditorPart;
}

/** List of all agents, with buttons to create one or import one from a file. */
export function AgentList({ agentId, part }: AgentListProps) {
  const { agents } = useServices();
  const library = useAgents((view) => view.library);
  const [, navigate] = useHashLocation();
  const [refused, setRefused] = useState<AgentRefused | null>(null);
  const file = useRef<HTMLInputElement>(null);

  const arrive = (made: string | AgentRefused): void => {
    setRefused(typeof made === 'string' ? null : made);
    if (typeof made === 'string') navigate(agentHref(made, 'words').slice(1));
  };
  const importFrom = async (chosen: File | undefined): Promise<void> => {
    if (chosen === undefined) return;
    const read = await importedFile(chosen);
    arrive('code' in read ? read : await agents.import(read.text));
  };

  return (
    <nav aria-label="Agents" className={styles['list']}>
      <header className={styles['head']}>
        <span>{library === null ? '' : countLabel(library.agents.length)}</span>
        <span>
          <IconButton
            label="Import an agent from a file"
            size={26}
            icon={<IconFileImport size={16} stroke={1.7} />}
            onClick={() => file.current?.click()}
          />
          <IconButton
            label="New agent"
            size={26}
            icon={<IconPlus size={16} stroke={1.9} />}
            onClick={() => void agents.create(newName(library)).then(arrive)}
          />
        </span>
      </header>
      <input
        ref={file}
        type="file"
        accept=".json,application/json"
        aria-label="An agent’s file"
        hidden
        onChange={(event) => {
          void importFrom(event.currentTarget.files?.[0]);
          event.currentTarget.value = '';
        }}
      />
      <div className={styles['rows']}>
        {library?.agents.map((agent) => (
          <AgentRow key={agent.id} agent={agent} library={library} isShown={agent.id === agentId} part={part} />
        ))}
      </div>
      <RefusedDialog refused={refused} onClose={() => setRefused(null)} />
      <div className={styles['foot']}>
        <LibraryNotices />
      </div>
    </nav>
  );
}

interface AgentRowProps extends Pick<AgentListProps, 'part'> {
  readonly agent: AgentSummary;
  readonly library: AgentLibrary;
  readonly isShown: boolean;
}

function AgentRow({ agent, library, isShown, part }: AgentRowProps) {
  const lines = Object.values(library.lines).filter((id) => id === agent.id).length;
  return (
    <a href={agentHref(agent.id, part)} aria-current={isShown ? 'page' : undefined} className={styles['row']}>
      <span className={styles['name']}>{plainLine(agent.name) || 'No name'}</span>
      <span className={styles['facts']}>
        {agent.published !== null && `v${String(agent.published.version)}`}
        {agent.published !== null && agent.isDraftAhead && <Badge tone="amber">draft</Badge>}
      </span>
      <span className={styles['answers']}>
        {agent.published === null ? 'never published' : answersWords(library.defaultId === agent.id, lines)}
      </span>
    </a>
  );
}

function answersWords(isDefault: boolean, lines: number): string {
  const own = lines === 0 ? '' : lines === 1 ? '1 line' : `${String(lines)} lines`;
  if (!isDefault) return own === '' ? 'answers no line' : own;
  return own === '' ? 'every line without its own' : `${own} and the rest`;
}

function countLabel(count: number): string {
  return count === 1 ? '1 agent' : `${String(count)} agents`;
}

function newName(library: AgentLibrary | null): string {
  const taken = new Set(library?.agents.map(({ name }) => name));
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? 'New agent' : `New agent ${String(count)}`;
    if (!taken.has(name)) return name;
  }
}

const TOO_LARGE = 'It is larger than 1 MiB, which no agent is.';
/** Mark that some editors put before a text, and that is not part of it. */
const BOM_BYTES = 3;

/**
 * Reads the text of a file the user chose, or explains why it is not an agent's. A file too large for an agent is not
 * read.
 */
export async function importedFile(file: File): Promise<{ readonly text: string } | AgentRefused> {
  if (file.size > MAX_AGENT_FILE_BYTES + BOM_BYTES) return refused(TOO_LARGE);
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
    return exceedsFile(text) ? refused(TOO_LARGE) : { text };
  } catch {
    return refused('It could not be read as text.');
  }
}

function refused(sentence: string): AgentRefused {
  const code = 'not-an-agent-file';
  return { code, refusal: AGENT_REFUSAL_WORDS[code], problems: [{ where: 'the file', sentence }] };
}

const SENTENCES: Readonly<Record<LibraryNotice['what'], string>> = {
  draft: 'An agent’s draft was damaged.',
  version: 'A published version was damaged.',
  assignments: 'Which agent answers which line was damaged.',
  newer: 'An agent holds what this Switchboard does not know: a newer one wrote it.',
};

const REMEDIES: Readonly<Record<LibraryNotice['what'], string>> = {
  draft: 'What was published last is its draft now.',
  version: 'The version before it answers.',
  assignments: 'Look through the lines, and which agent answers the rest.',
  newer: 'Update Switchboard to use it. Until then another agent answers in its place.',
};

/** Notices of agent data found damaged, or of a newer release, at startup. Each names the file where it is kept, as nothing was thrown away. */
function LibraryNotices() {
  const notices = useAgents((view) => view.library?.notices);
  return notices?.map(({ what, kept }) => (
    <Notice
      key={kept}
      tone="attention"
      sentence={SENTENCES[what]}
      remedy={REMEDIES[what]}
      notes={[
        what === 'newer'
          ? `It is left as it is: ${kept}, in the data folder.`
          : `What was there is kept as ${kept}, in the data folder.`,
      ]}
    />
  ));
}
