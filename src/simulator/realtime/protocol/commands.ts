import { z } from 'zod';
import { isRecord } from '../../../shared/std/guards';
import { ClientItemSchema } from './client-item';
import { complaint, type Complaint } from './complaint';
import { InputSchema, ResponseParamsSchema, SessionUpdateSchema } from './session-config';

const base = { event_id: z.string().optional() };

const ItemReferenceSchema = z.strictObject({ type: z.literal('item_reference'), id: z.string() });

const BUFFER_COMMANDS = [
  z.strictObject({ ...base, type: z.literal('input_audio_buffer.append'), audio: z.string() }),
  z.strictObject({ ...base, type: z.literal('input_audio_buffer.commit') }),
  z.strictObject({ ...base, type: z.literal('input_audio_buffer.clear') }),
] as const;

const CommandSchema = z.discriminatedUnion('type', [
  z.strictObject({ ...base, type: z.literal('session.update'), session: SessionUpdateSchema }),
  ...BUFFER_COMMANDS,
  z.strictObject({ ...base, type: z.literal('output_audio_buffer.clear') }),
  z.strictObject({
    ...base,
    type: z.literal('conversation.item.create'),
    previous_item_id: z.string().nullish(),
    item: ClientItemSchema,
  }),
  z.strictObject({ ...base, type: z.literal('conversation.item.retrieve'), item_id: z.string() }),
  z.strictObject({
    ...base,
    type: z.literal('conversation.item.truncate'),
    item_id: z.string(),
    content_index: z.literal(0),
    audio_end_ms: z.number().int().min(0),
  }),
  z.strictObject({ ...base, type: z.literal('conversation.item.delete'), item_id: z.string() }),
  z.strictObject({
    ...base,
    type: z.literal('response.create'),
    response: ResponseParamsSchema.extend({
      input: z.array(z.discriminatedUnion('type', [ItemReferenceSchema, ClientItemSchema])).optional(),
    }).optional(),
  }),
  z.strictObject({ ...base, type: z.literal('response.cancel'), response_id: z.string().optional() }),
]);

const TranscriptionCommandSchema = z.discriminatedUnion('type', [
  z.strictObject({
    ...base,
    type: z.literal('session.update'),
    session: z.strictObject({
      type: z.literal('transcription'),
      include: SessionUpdateSchema.shape.include,
      audio: z.strictObject({ input: InputSchema.optional() }).optional(),
    }),
  }),
  ...BUFFER_COMMANDS,
]);

/** A checked client event of a transcription session. */
export type TranscriptionCommand = z.infer<typeof TranscriptionCommandSchema>;

/** A checked client event: every field is known and of the right type. */
export type Command = z.infer<typeof CommandSchema>;
export type ResponseParams = NonNullable<Extract<Command, { type: 'response.create' }>['response']>;

const shown = (value: unknown): string => `'${typeof value === 'string' ? value : JSON.stringify(value)}'`;
const quoted = (values: readonly unknown[]): string => values.map(shown).join(', ');

function pathOf(keys: readonly PropertyKey[]): string {
  return keys.reduce<string>((path, key) => {
    if (typeof key === 'number') return `${path}[${key}]`;
    return path === '' ? String(key) : `${path}.${String(key)}`;
  }, '');
}

function valueAt(root: unknown, keys: readonly PropertyKey[]): unknown {
  return keys.reduce<unknown>((value, key) => {
    return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  }, root);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (Number.isInteger(value)) return 'an integer';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function complaintOf(issue: z.core.$ZodIssue, raw: unknown): Complaint {
  const path = pathOf(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const unknown = pathOf([...issue.path, issue.keys[0] ?? '']);
    return complaint('unknown_parameter', `Unknown parameter: '${unknown}'.`, unknown);
  }
  const discriminator = issue.code === 'invalid_union' ? issue.discriminator : undefined;
  const keys =
    discriminator === undefined || issue.path.at(-1) === discriminator ? issue.path : [...issue.path, discriminator];
  const param = pathOf(keys);
  const value = valueAt(raw, keys);
  if (value === undefined) {
    return complaint('missing_required_parameter', `Missing required parameter: '${param}'.`, param);
  }
  switch (issue.code) {
    case 'invalid_type':
      return complaint(
        'invalid_type',
        `Invalid type for '${path}': expected ${issue.expected}, but got ${kindOf(value)} instead.`,
        path,
      );
    case 'invalid_value':
      return complaint(
        'invalid_value',
        `Invalid value: ${shown(value)}. Supported values are: ${quoted(issue.values)}.`,
        path,
      );
    case 'too_big':
    case 'too_small': {
      const [bound, rule] =
        issue.code === 'too_big' ? [issue.maximum, 'above_max'] : ([issue.minimum, 'below_min'] as const);
      const code =
        issue.origin === 'string'
          ? `string_${rule}_length`
          : `${issue.origin === 'int' ? 'integer' : 'decimal'}_${rule}_value`;
      return complaint(code, `Invalid '${path}': the limit is ${String(bound)}.`, path);
    }
    case 'custom':
      return complaint(
        'invalid_value',
        `Invalid value for '${path}': ${JSON.stringify(value)}. ${issue.message}`,
        path,
      );
    default:
      return complaint('invalid_value', `Invalid value: ${shown(value)}.`, param);
  }
}

/** Rank of a fault. Of several the server reports one: a missing field first, then an unknown one, then the rest. */
function gravity(found: Complaint): number {
  if (found.code === 'missing_required_parameter') return 0;
  return found.code === 'unknown_parameter' ? 1 : 2;
}

/** Checks a client event; returns the command, or the complaint to refuse it with. */
export function parseCommand(raw: unknown): Command | Complaint {
  return parseBy(CommandSchema, raw);
}

/** Checks a client event of a transcription session. */
export function parseTranscriptionCommand(raw: unknown): TranscriptionCommand | Complaint {
  return parseBy(TranscriptionCommandSchema, raw);
}

function parseBy<S extends typeof CommandSchema | typeof TranscriptionCommandSchema>(
  schema: S,
  raw: unknown,
): z.infer<S> | Complaint {
  if (!isRecord(raw)) {
    return complaint('invalid_event', 'The event must be a JSON object.');
  }
  const types: readonly string[] = schema.options.map((option) => option.shape.type.value);
  const { type } = raw;
  if (type !== undefined && !(typeof type === 'string' && types.includes(type))) {
    const message = `Invalid value: ${shown(type)}. Supported values are: ${quoted(types)}.`;
    return complaint('invalid_value', message, 'type');
  }
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data as z.infer<S>;
  const found = parsed.error.issues.map((issue) => complaintOf(issue, raw));
  return found.sort((one, other) => gravity(one) - gravity(other))[0] ?? complaint('invalid_event', 'Invalid event.');
}
