import { z } from 'zod';
import { TRANSFER_WAYS } from '../tool/transfer-way';
import { detail, fact, id, text } from './fact';

/** What an operator may write in one whisper, line to say or brief; characters. */
export const MAX_WORDS_CHARS = 4000;

/** Who the caller can hear. Exactly one at a time. */
export const FLOORS = ['agent', 'operator', 'nobody'] as const;

/** Why the floor went to whom it went. */
export const FLOOR_CHANGES = [
  'took-over',
  'handed-back',
  'held',
  'resumed',
  'agent-muted',
  'agent-unmuted',
  'operator-lost',
  'transfer-began',
  'transfer-failed',
] as const;

/** How the operator's microphone is used while they have the floor. */
export const MICROPHONES = ['open', 'push-to-talk'] as const;

/** Why an operator who has the floor cannot be heard any more. */
export const OPERATOR_LOSSES = ['console-lost', 'device-lost', 'permission-lost', 'no-sound'] as const;

/** Why a transfer did not happen. */
export const TRANSFER_FAILURES = ['busy', 'no-answer', 'declined', 'not-reachable', 'carrier-refused'] as const;

const words = z.string().min(1).max(MAX_WORDS_CHARS);

/** What operators do to a call, and what becomes of it. */
export const OPERATOR_FACTS = [
  fact('floor.changed', { floor: z.enum(FLOORS), why: z.enum(FLOOR_CHANGES) }),

  fact('operator.listened', {}),
  fact('operator.stoppedListening', {}),
  /** `whisper`: a private instruction. `say`: the agent is to say exactly this. `spoken`: it was dictated. */
  fact('operator.whispered', { whisperId: id, way: z.enum(['whisper', 'say']), text: words, spoken: z.boolean() }),
  /** The model has it in its conversation. */
  fact('whisper.delivered', { whisperId: id }),
  /** The first words of the agent that came after it. */
  fact('whisper.used', { whisperId: id, itemId: id }),
  fact('whisper.failed', { whisperId: id, detail }),

  /** The operator's microphone feeds the caller's ear; `floor.changed` follows. */
  fact('operator.tookOver', { microphone: z.enum(MICROPHONES) }),
  fact('operator.muted', {}),
  fact('operator.unmuted', {}),
  fact('operator.lost', { loss: z.enum(OPERATOR_LOSSES) }),
  fact('operator.cameBack', {}),
  fact('operator.startedSpeaking', { turnId: id, after: id.nullable() }),
  fact('operator.stoppedSpeaking', { turnId: id }),
  fact('operator.transcribed', { turnId: id, text }),
  fact('operator.transcriptFailed', { turnId: id, detail }),
  fact('operator.handedBack', { brief: z.string().max(MAX_WORDS_CHARS), speaksFirst: z.boolean() }),
  fact('operator.pressedKeys', { digits: z.string().regex(/^[0-9A-D*#]{1,32}$/) }),

  fact('transfer.began', { to: z.string().max(64), way: z.enum(TRANSFER_WAYS), by: z.enum(['operator', 'agent']) }),
  fact('transfer.failed', { failure: z.enum(TRANSFER_FAILURES), detail: detail.optional() }),
] as const;

export type Floor = (typeof FLOORS)[number];
export type FloorChange = (typeof FLOOR_CHANGES)[number];
export type Microphone = (typeof MICROPHONES)[number];
export type OperatorLoss = (typeof OPERATOR_LOSSES)[number];
export type TransferFailure = (typeof TRANSFER_FAILURES)[number];
