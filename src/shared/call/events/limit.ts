import { z } from 'zod';
import { CALL_LIMITS, LIMIT_ACTS } from '../../agent/agent-limits';
import { withNote, type Reducers } from '../call';
import { fact } from '../fact';

/** Schemas of the limits that a call reaches. */
export const LIMIT_EVENTS = [fact('limit.reached', { limit: z.enum(CALL_LIMITS), act: z.enum(LIMIT_ACTS) })] as const;

/** Limit events; each leaves a note in the transcript. */
export type LimitEvent = z.infer<(typeof LIMIT_EVENTS)[number]>;

/** Reducers of limit events. */
export const limitReducers: Reducers<LimitEvent> = {
  'limit.reached': (call, event, at) => {
    const noted = withNote(call, at, event);
    return event.act === 'raise-to-operator' ? { ...noted, raised: { limit: event.limit, since: at } } : noted;
  },
};
