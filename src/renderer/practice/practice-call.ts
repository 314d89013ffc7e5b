import { useCallback } from 'react';
import type { Outcome } from '../client/run';
import { useServices } from '../services/services';
import { showRefusal } from '../ui/refusal-toast';

const NOT_SAVED = 'The draft is not saved, so that it cannot be tried. See beside the agent’s name why.';

/** Calls the draft of an agent as it is written now, and says why when that is not possible. */
export function usePracticeCall(agentId: string): () => Promise<void> {
  const { headset, textPractice } = useServices();
  return useDraft(
    agentId,
    useCallback(() => {
      textPractice.dismiss();
      return headset.practise(agentId);
    }, [headset, textPractice, agentId]),
  );
}

/** Begins a conversation in writing with it. */
export function useBeginTextPractice(agentId: string): () => Promise<void> {
  const { headset, textPractice } = useServices();
  return useDraft(
    agentId,
    useCallback(() => {
      headset.practising.dismiss();
      return textPractice.begin(agentId);
    }, [headset, textPractice, agentId]),
  );
}

function useDraft(agentId: string, tryOut: () => Promise<Outcome>): () => Promise<void> {
  const { agents } = useServices();
  return useCallback(async () => {
    await agents.flush(agentId);
    const edited = agents.get().edited.get(agentId);
    if (edited !== undefined && edited.save.name !== 'saved') {
      showRefusal(NOT_SAVED);
      return;
    }
    const outcome = await tryOut();
    if (!outcome.ok) showRefusal(outcome.sentence);
  }, [agents, agentId, tryOut]);
}
