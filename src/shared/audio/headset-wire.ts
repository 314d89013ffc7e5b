/**
 * The binary channel between a console's page and the main process: one message is one frame of 20 ms of µ-law, 8 kHz.
 *
 * Page to main: first, as text, the headset id the page chose. Then `[kind, 160 bytes]` of the microphone, and
 * `[3, seq u32 big-endian]` for "every frame up to this one has arrived", without which main stops sending.
 * Main to page: as text, the id of the call whose frames follow, empty for none; the first such says that the channel is
 * known. Then `[2, seq u32 big-endian, 160 bytes caller, 160 bytes of whoever the caller hears]`.
 */
export const FRAME_BYTES = 160;
export const FRAME_MS = 20;

/** What a frame is. `voice`: for the caller's ear. `dictation`: to be written down as a whisper. */
export const VOICE_FRAME = 0;
export const DICTATION_FRAME = 1;
export const HEARD_FRAME = 2;
/** Not audio: how far the page has read. */
export const RECEIVED_FRAME = 3;
/** Said by the caller of a practice call, who is at this microphone; never for a caller's ear. */
export const PRACTICE_FRAME = 4;

/** What is said into a microphone, by whom it is for. */
export type MicrophoneFrame = typeof VOICE_FRAME | typeof DICTATION_FRAME | typeof PRACTICE_FRAME;

/** Bytes of a microphone frame, of a frame of what is heard, and of a receipt. */
export const MICROPHONE_MESSAGE_BYTES = 1 + FRAME_BYTES;
export const HEARD_MESSAGE_BYTES = 5 + 2 * FRAME_BYTES;
export const RECEIPT_MESSAGE_BYTES = 5;

/** The page sends a receipt for every so many frames; main sends no more than `WINDOW_FRAMES` without one. */
export const RECEIPT_EVERY_FRAMES = 5;
export const WINDOW_FRAMES = 30;

const SEQ_AT = 1;
const CALLER_AT = 5;
const OTHER_AT = CALLER_AT + FRAME_BYTES;

/** One frame of what is heard: who speaks to us on one side, whom they hear on the other. */
export interface HeardFrame {
  /** Counts every frame there was, those that were dropped on the way included; wraps at 2^32. */
  readonly seq: number;
  readonly caller: Uint8Array;
  readonly other: Uint8Array;
}

/** The message of a frame of what is heard. */
export function encodeHeard({ seq, caller, other }: HeardFrame): Uint8Array<ArrayBuffer> {
  const message = new Uint8Array(HEARD_MESSAGE_BYTES);
  message[0] = HEARD_FRAME;
  new DataView(message.buffer).setUint32(SEQ_AT, seq);
  message.set(caller, CALLER_AT);
  message.set(other, OTHER_AT);
  return message;
}

/** The frame in a message, as views of it; undefined: it is something else. */
export function decodeHeard(message: Uint8Array): HeardFrame | undefined {
  if (message.length !== HEARD_MESSAGE_BYTES || message[0] !== HEARD_FRAME) return undefined;
  return {
    seq: seqOf(message),
    caller: message.subarray(CALLER_AT, OTHER_AT),
    other: message.subarray(OTHER_AT),
  };
}

/** The message that says how far the page has read. */
export function encodeReceipt(seq: number): Uint8Array<ArrayBuffer> {
  const message = new Uint8Array(RECEIPT_MESSAGE_BYTES);
  message[0] = RECEIVED_FRAME;
  new DataView(message.buffer).setUint32(SEQ_AT, seq);
  return message;
}

/** How far the page has read; undefined: the message is something else. */
export function decodeReceipt(message: Uint8Array): number | undefined {
  return message.length === RECEIPT_MESSAGE_BYTES && message[0] === RECEIVED_FRAME ? seqOf(message) : undefined;
}

/** The message of a microphone frame. */
export function encodeMicrophone(kind: MicrophoneFrame, frame: Uint8Array): Uint8Array<ArrayBuffer> {
  const message = new Uint8Array(MICROPHONE_MESSAGE_BYTES);
  message[0] = kind;
  message.set(frame, 1);
  return message;
}

function seqOf(message: Uint8Array): number {
  return new DataView(message.buffer, message.byteOffset).getUint32(SEQ_AT);
}
