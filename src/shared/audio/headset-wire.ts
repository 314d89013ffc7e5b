/**
 * Binary protocol of the audio channel between a console's page and the main process. One frame is 20 ms of µ-law at 8 kHz.
 *
 * Page to main: first the headset id the page chose, as text. Then microphone frames, `[kind, 160 bytes]`, and receipts, `[3,
 * seq u32 big-endian]`. A receipt says that every frame up to `seq` has arrived; without receipts main stops sending.
 *
 * Main to page: the id of the call whose frames follow, as text, empty for none. The first one also says that the channel is
 * known. Then `[2, seq u32 big-endian, 160 bytes caller, 160 bytes of whoever the caller hears]`.
 */
export const FRAME_BYTES = 160;
export const FRAME_MS = 20;

/** Frame kinds, the first byte of a message. `VOICE_FRAME` is for the caller's ear, `DICTATION_FRAME` becomes a whisper. */
export const VOICE_FRAME = 0;
export const DICTATION_FRAME = 1;
export const HEARD_FRAME = 2;
/** A receipt instead of audio: how far the page has read. */
export const RECEIVED_FRAME = 3;
/** Speech of a practice call's caller, who is at this microphone; never sent to a caller on the phone. */
export const PRACTICE_FRAME = 4;

/** Kind of a microphone frame, which says whom it is for. */
export type MicrophoneFrame = typeof VOICE_FRAME | typeof DICTATION_FRAME | typeof PRACTICE_FRAME;

/** Message lengths in bytes: a microphone frame, a frame of monitored audio, and a receipt. */
export const MICROPHONE_MESSAGE_BYTES = 1 + FRAME_BYTES;
export const HEARD_MESSAGE_BYTES = 5 + 2 * FRAME_BYTES;
export const RECEIPT_MESSAGE_BYTES = 5;

/** Flow control, in frames. The page sends a receipt for every 5 (100 ms); main sends at most 30 (600 ms) without one. */
export const RECEIPT_EVERY_FRAMES = 5;
export const WINDOW_FRAMES = 30;

const SEQ_AT = 1;
const CALLER_AT = 5;
const OTHER_AT = CALLER_AT + FRAME_BYTES;

/** One frame of monitored audio: the caller on one side, whoever the caller hears on the other. */
export interface HeardFrame {
  /** Sequence number over all frames, those dropped on the way included; wraps at 2^32. */
  readonly seq: number;
  readonly caller: Uint8Array;
  readonly other: Uint8Array;
}

/** Encodes a frame of monitored audio. */
export function encodeHeard({ seq, caller, other }: HeardFrame): Uint8Array<ArrayBuffer> {
  const message = new Uint8Array(HEARD_MESSAGE_BYTES);
  message[0] = HEARD_FRAME;
  new DataView(message.buffer).setUint32(SEQ_AT, seq);
  message.set(caller, CALLER_AT);
  message.set(other, OTHER_AT);
  return message;
}

/** Decodes a frame of monitored audio, as views into the message; undefined for any other message. */
export function decodeHeard(message: Uint8Array): HeardFrame | undefined {
  if (message.length !== HEARD_MESSAGE_BYTES || message[0] !== HEARD_FRAME) return undefined;
  return {
    seq: seqOf(message),
    caller: message.subarray(CALLER_AT, OTHER_AT),
    other: message.subarray(OTHER_AT),
  };
}

/** Encodes a receipt for every frame up to `seq`. */
export function encodeReceipt(seq: number): Uint8Array<ArrayBuffer> {
  const message = new Uint8Array(RECEIPT_MESSAGE_BYTES);
  message[0] = RECEIVED_FRAME;
  new DataView(message.buffer).setUint32(SEQ_AT, seq);
  return message;
}

/** Decodes the sequence number of a receipt; undefined for any other message. */
export function decodeReceipt(message: Uint8Array): number | undefined {
  return message.length === RECEIPT_MESSAGE_BYTES && message[0] === RECEIVED_FRAME ? seqOf(message) : undefined;
}

export function encodeMicrophone(kind: MicrophoneFrame, frame: Uint8Array): Uint8Array<ArrayBuffer> {
  const message = new Uint8Array(MICROPHONE_MESSAGE_BYTES);
  message[0] = kind;
  message.set(frame, 1);
  return message;
}

function seqOf(message: Uint8Array): number {
  return new DataView(message.buffer, message.byteOffset).getUint32(SEQ_AT);
}
