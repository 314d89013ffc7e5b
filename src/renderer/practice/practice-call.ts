import { useCallback } from 'react';
import { useServices } from '../connection/services';
import { showRefusal } from '../live/refusal-toast';

const NOT_SAVED = 'The draft is not saved, so that it cannot be called. See beside the agent’s name why.';

/** Calls the draft of an agent as it is written now, and says why when that is not possible. */
export function usePracticeCall(agentId: string): () => Promise<void> {
  const { agents, headset } = useServices();
  return useCallback(async () => {
    await agents.flush(agentId);
    const edited = agents.getSnapshot().edited.get(agentId);
    if (edited !== undefined && edited.save.name !== 'saved') {
      showRefusal(NOT_SAVED);
      return;
    }
    const outcome = await headset.practise(agentId);
    if (!outcome.ok) showRefusal(outcome.sentence);
  }, [agents, headset, agentId]);
}
