import { useState } from 'react';
import type { Call } from '../../../shared/call/call';
import { useAgents, useServices } from '../../services/services';
import { QuietButton } from '../../ui/quiet-button';
import { showRefusal } from '../../ui/refusal-toast';

interface ApplyToCallProps {
  readonly call: Call;
  /** The version that answers new calls; 0: none. */
  readonly latest: number;
}

/** Gives a call that is on what may change of the version that was published since; nothing where there is none. */
export function ApplyToCall({ call, latest }: ApplyToCallProps) {
  const { run } = useServices();
  const [isAsking, setAsking] = useState(false);
  const has = call.agentChange?.version ?? call.agent.version;
  // A practice call has a draft, which may be ahead of whatever was published.
  if (call.phase.name !== 'live' || latest <= has || call.agent.version === 0) return null;
  const apply = async (): Promise<void> => {
    setAsking(true);
    const outcome = await run((api) => api.agent.applyToCall({ callId: call.id, version: latest }));
    setAsking(false);
    if (!outcome.ok) showRefusal(outcome.sentence);
  };
  return (
    <QuietButton disabled={isAsking} onClick={() => void apply()}>
      Apply v{latest} to this call
    </QuietButton>
  );
}

/** The version of a call's agent that answers new calls; 0: none, or not known. */
export function useLatestVersion(agentId: string): number {
  return useAgents((view) => view.library?.agents.find(({ id }) => id === agentId)?.published?.version ?? 0);
}
