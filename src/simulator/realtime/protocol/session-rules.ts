import { complaint, type Complaint } from './complaint';
import { toolsRefusal } from './function-schema';
import type { SessionConfig, SessionInput, SessionUpdate, Voice } from './session-config';

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

const TAKES_LISTS = /^gpt-(live-)?transcribe$/;
const WITHOUT_PROMPT = /^(gpt-realtime-whisper|gpt-(live-)?transcribe)$/;
const ONLY_WITHOUT_VAD = /^gpt-(live-transcribe|realtime-whisper)$/;
const TRANSCRIPTION = 'session.audio.input.transcription';
/** Codes that speech to text is documented for; others are refused. */
const LANGUAGES = new Set(
  (
    'af ar hy az be bs bg ca zh hr cs da nl en et fi fr gl de el he hi hu is id it ja kn kk ko lv lt mk ms mr mi ne no ' +
    'fa pl pt ro ru sr sk sl es sw sv tl ta th tr uk ur vi cy'
  ).split(' '),
);

/** Refuses transcription settings that their model does not take, as a whole. */
export function transcriptionRefusal({ transcription }: SessionInput): Complaint | undefined {
  if (!transcription) return undefined;
  const { model, language, languages, keywords, prompt } = transcription;
  const unsupported = (field: string): Complaint =>
    complaint('unsupported_parameter', `'${field}' is not supported by '${model}'.`, `${TRANSCRIPTION}.${field}`);
  if (TAKES_LISTS.test(model) && language !== undefined) return unsupported('language');
  if (!TAKES_LISTS.test(model) && languages !== undefined) return unsupported('languages');
  if (!TAKES_LISTS.test(model) && keywords !== undefined) return unsupported('keywords');
  if (WITHOUT_PROMPT.test(model) && prompt !== undefined) return unsupported('prompt');
  const unknown = languages?.find((code) => !LANGUAGES.has(code));
  if (unknown !== undefined)
    return complaint('invalid_value', `Invalid language '${unknown}'.`, `${TRANSCRIPTION}.languages`);
  const odd = keywords?.find((word) => /[<>\r\n]/.test(word));
  if (odd !== undefined)
    return complaint('invalid_value', `Invalid keyword ${JSON.stringify(odd)}.`, `${TRANSCRIPTION}.keywords`);
  return undefined;
}

/** Refuses turn detection together with a model that transcribes without it; only transcription sessions do so. */
export function detectionRefusal({ transcription, turn_detection: detection }: SessionInput): Complaint | undefined {
  if (!transcription || !detection || !ONLY_WITHOUT_VAD.test(transcription.model)) return undefined;
  const message = `'turn_detection' is not supported for the transcription model '${transcription.model}'.`;
  return complaint('unsupported_parameter', message, 'session.audio.input.turn_detection');
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
  return (
    toolsRefusal(update.tools, 'session') ??
    transcriptionRefusal(update.audio?.input ?? {}) ??
    voiceRefusal(config, hasSpoken, update.audio?.output?.voice)
  );
}
