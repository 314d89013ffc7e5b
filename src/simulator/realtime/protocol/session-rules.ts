import { complaint, type Complaint } from './complaint';
import type { SessionConfig, SessionUpdate, Voice } from './session-config';

const REASONING_MODEL = /^gpt-realtime-2/;
const DEAD_MODEL = /^gpt-4o.*-realtime-preview/;
const KNOWN_MODEL = /^gpt-(realtime|audio)(-|$)/;

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Refuses a model that is unknown or no longer served. */
export function modelRefusal(model: string): Complaint | undefined {
  if (KNOWN_MODEL.test(model) && !DEAD_MODEL.test(model)) return undefined;
  const message = `The model \`${model}\` does not exist or you do not have access to it.`;
  return complaint('model_not_found', message, 'model');
}

/** Refuses a change of voice once the model has spoken. */
export function voiceRefusal(
  config: SessionConfig,
  hasSpoken: boolean,
  voice: Voice | undefined,
): Complaint | undefined {
  if (!hasSpoken || voice === undefined || same(voice, config.audio.output.voice)) return undefined;
  const message = "Cannot update a conversation's voice if assistant audio is present.";
  return complaint('cannot_update_voice', message);
}

/** Refuses a well-formed update that is not allowed in the session's current state. */
export function updateRefusal(config: SessionConfig, hasSpoken: boolean, update: SessionUpdate): Complaint | undefined {
  if (update.model !== undefined && update.model !== config.model) {
    return complaint('invalid_value', `Cannot change the model of a session from '${config.model}'.`, 'session.model');
  }
  if (!REASONING_MODEL.test(config.model)) {
    const unsupported = (['reasoning', 'parallel_tool_calls'] as const).find((field) => update[field] !== undefined);
    if (unsupported) {
      const param = `session.${unsupported}`;
      return complaint('unsupported_parameter', `'${param}' is not supported by '${config.model}'.`, param);
    }
  }
  if (config.tracing !== null && update.tracing !== undefined && !same(update.tracing, config.tracing)) {
    return complaint('invalid_value', 'Tracing cannot be changed once it is enabled.', 'session.tracing');
  }
  return voiceRefusal(config, hasSpoken, update.audio?.output?.voice);
}
