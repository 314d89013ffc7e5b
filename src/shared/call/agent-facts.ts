import { z } from 'zod';
import { CALL_LIMITS, LIMIT_ACTS } from '../agent/agent-limits';
import { PROFILE_FIELD_NAMES } from '../agent/profile-fields';
import { detail, fact } from './fact';

const version = z.number().int().nonnegative();
const fields = z.array(z.enum(PROFILE_FIELD_NAMES)).readonly();

/** What happens to a call because of its agent: a limit it has, a version it was given while the call is on. */
export const AGENT_FACTS = [
  /** The call goes on with what `applied` names of another version; `kept` is as it was when the call began. */
  fact('agent.wasChanged', { version, name: z.string().max(120), applied: fields, kept: fields }),
  /** The model did not take the change: the call goes on as before. */
  fact('agent.changeRefused', { version, detail }),
  fact('limit.reached', { limit: z.enum(CALL_LIMITS), act: z.enum(LIMIT_ACTS) }),
] as const;
