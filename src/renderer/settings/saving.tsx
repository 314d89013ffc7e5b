import { useState } from 'react';
import type { Refusal } from '../client/refusals/refusals';
import { Notice } from '../ui/notice';

/** Progress and outcome of saving a form. */
export interface Saving {
  readonly state: 'idle' | 'saving' | 'saved' | 'refused';
  readonly refusal: Refusal | null;
  readonly run: (save: () => Promise<Refusal | null>) => Promise<boolean>;
  readonly forget: () => void;
}

/** Runs the saves of a form, one at a time, and keeps the last outcome. */
export function useSaving(): Saving {
  const [state, setState] = useState<Saving['state']>('idle');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  return {
    state,
    refusal,
    run: async (save) => {
      setState('saving');
      const answer = await save();
      setRefusal(answer);
      setState(answer === null ? 'saved' : 'refused');
      return answer === null;
    },
    forget: () => setState('idle'),
  };
}

/** Note that a form was saved, or why it was not; read out. */
export function SavedNote({ saving, said }: { readonly saving: Saving; readonly said: string }) {
  return (
    <div aria-live="polite">
      {saving.state === 'saved' && <Notice tone="ok" sentence={said} />}
      {saving.state === 'refused' && saving.refusal !== null && <Notice tone="failing" {...saving.refusal} />}
    </div>
  );
}
