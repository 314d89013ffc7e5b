import type { CutPlan } from '../load/cut-caller';
import type { ModelOptions } from '../model';

/** A way of interrupting an agent. */
export interface CutCase extends CutPlan {
  readonly name: string;
  readonly model: Omit<ModelOptions, 'port' | 'echoes'>;
  /** Set if the model itself signals speech, for cases whose moment must be exact. */
  readonly atOnce?: true;
}

const usual = { afterHeardMs: 1500, asksFirst: false, afterTheEnd: false };

/** Cases in which bridges are known to be wrong, some of them by seconds. */
export const CUT_CASES: readonly CutCase[] = [
  { ...usual, name: 'one turn', model: { answersMs: [[8000]] } },
  {
    ...usual,
    name: 'a second turn after one played to its end',
    afterHeardMs: 2500,
    asksFirst: true,
    model: { answersMs: [[1000], [8000]] },
  },
  { ...usual, name: 'an answer queued behind another', model: { answersMs: [[6000, 4000]] } },
  {
    ...usual,
    name: 'an answer still arriving, late deltas',
    afterHeardMs: 2500,
    asksFirst: true,
    model: { answersMs: [[1000], [8000]], pace: { timesRealTime: 1.4, lateDeltas: 12, lateDeltaMs: 20 } },
  },
  { ...usual, name: '20 ms after the start', afterHeardMs: 20, atOnce: true, model: { answersMs: [[4000]] } },
  { ...usual, name: 'nothing playing', afterHeardMs: 1000, afterTheEnd: true, model: { answersMs: [[1000]] } },
];
