import { useEffect, useState } from 'react';
import { diffProfiles } from '../../../shared/agent/agent-diff';
import type { AgentVersion, PublishedAgent } from '../../../shared/agent/agent-library';
import { otherParty } from '../../labels/other-party';
import { versionLabel } from '../../labels/version-labels';
import { ApplyToCall } from '../../live/tools/apply-to-call';
import { callAddress } from '../../routes/call-route';
import { useConsole, useServices } from '../../services/services';
import type { AgentRefused } from '../../stores/agents-store';
import type { Edited } from '../../stores/draft-editing';
import { QuietButton } from '../../ui/quiet-button';
import { formatSince } from '../../ui/text/format';
import { plainLine } from '../../ui/text/plain-text';
import { useTimed } from '../../ui/time/timer';
import { RefusedNotice } from '../library/refused-dialog';
import { DiffView } from './diff-view';
import styles from './versions-part.module.css';

/** Editor part for versions: the published one, those before it, and how the draft differs from one of them. */
export function VersionsPart({ edited }: { readonly edited: Edited }) {
  const { agents, query } = useServices();
  const { id, published } = edited.record;
  const latest = published?.version ?? 0;
  const [versions, setVersions] = useState<readonly AgentVersion[] | null>(null);
  const [compared, setCompared] = useState<PublishedAgent | null>(null);
  const [refused, setRefused] = useState<AgentRefused | null>(null);
  useEffect(() => {
    let isShown = true;
    void query((api) => api.agent.versions({ id })).then((answer) => {
      if (isShown) setVersions(answer.reached ? answer.value : null);
    });
    return () => {
      isShown = false;
    };
  }, [query, id, latest]);

  const base = compared ?? published;
  const changes = base === null ? [] : diffProfiles(base.profile, edited.profile);
  const compare = async (version: number): Promise<void> => {
    const read = await agents.version(id, version);
    if ('published' in read) setCompared(read.published);
    setRefused('code' in read ? read : null);
  };
  return (
    <div className={styles['versions']}>
      <section aria-labelledby="versions-list" className={styles['list']}>
        <h3 id="versions-list">Published</h3>
        {versions?.length === 0 && <p className={styles['none']}>Nothing was published yet.</p>}
        <ul>
          {versions?.map((each) => (
            <VersionRow
              key={each.version}
              version={each}
              currentName={edited.profile.name}
              answers={each.version === latest}
              isCompared={each.version === base?.version}
              onCompare={() => void compare(each.version)}
              onRestore={() => void agents.restore(id, each.version).then(setRefused)}
            />
          ))}
        </ul>
        <RunningCalls agentId={id} latest={latest} />
      </section>
      <section aria-labelledby="versions-difference" className={styles['difference']}>
        <h3 id="versions-difference">
          {base === null ? 'The draft' : `The draft, against version ${String(base.version)}`}
        </h3>
        {refused !== null && <RefusedNotice refused={refused} onClose={() => setRefused(null)} />}
        {base === null && <p className={styles['none']}>There is nothing to compare it with.</p>}
        {base !== null && changes.length === 0 && <p className={styles['none']}>They are the same.</p>}
        {base !== null && <DiffView changes={changes} from={`version ${String(base.version)}`} to="the draft" />}
      </section>
    </div>
  );
}

interface VersionRowProps {
  readonly version: AgentVersion;
  /** Name in the draft; the name of a version is shown only where it differs. */
  readonly currentName: string;
  readonly answers: boolean;
  readonly isCompared: boolean;
  readonly onCompare: () => void;
  readonly onRestore: () => void;
}

function VersionRow({ version: found, currentName, answers, isCompared, onCompare, onRestore }: VersionRowProps) {
  const { version, at, name, isReadable } = found;
  const when = useTimed((now) => (isReadable ? formatSince(at, now) : ''));
  const label = `version ${String(version)}`;
  return (
    <li data-compared={isCompared} className={styles['version']}>
      <strong>v{version}</strong>
      <span className={styles['when']}>
        {isReadable ? when : 'Damaged; kept beside it'}
        {answers && ' · answers'}
        {isReadable && name !== currentName && ` · ${plainLine(name)}`}
      </span>
      {isReadable && (
        <span className={styles['acts']}>
          <QuietButton aria-pressed={isCompared} aria-label={`Compare with ${label}`} onClick={onCompare}>
            Compare
          </QuietButton>
          <QuietButton aria-label={`Restore ${label}`} onClick={onRestore}>
            Restore
          </QuietButton>
        </span>
      )}
    </li>
  );
}

interface RunningCallsProps {
  readonly agentId: string;
  /** Version that answers new calls; 0 for none. */
  readonly latest: number;
}

/** Ongoing calls of this agent, each with the version it has. */
function RunningCalls({ agentId, latest }: RunningCallsProps) {
  const calls = useConsole((view) => view.console.calls);
  const running = [...calls.values()].filter(({ agent, phase }) => agent.id === agentId && phase.name !== 'ended');
  if (running.length === 0) return null;
  return (
    <section aria-labelledby="running-calls" className={styles['running']}>
      <h3 id="running-calls">{running.length === 1 ? 'A call is on' : `${String(running.length)} calls are on`}</h3>
      <ul>
        {running.map((call) => (
          <li key={call.id}>
            <a href={`#${callAddress(call.id)}`}>{otherParty(call)}</a>
            <span>{versionLabel(call.agentChange?.version ?? call.agent.version)}</span>
            <ApplyToCall call={call} latest={latest} />
          </li>
        ))}
      </ul>
    </section>
  );
}
