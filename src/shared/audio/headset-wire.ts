/**
 * The binary channel between a console's page and the main process: one message is one frame of 20 ms of µ-law, 8 kHz.
 * Page to main: `[kind, 160 bytes]` of the microphone. Main to page: `[2, seq u32 big-endian, 160 bytes caller, 160 bytes
 * of whoever the caller hears]`. The channel's first message, as text, is the headset id the page chose.
 */
export const FRAME_BYTES = 160;
export const FRAME_MS = 20;

/** What a frame is. `voice`: for the caller's ear. `dictation`: to be written down as a whisper. */
export const VOICE_FRAME = 0;
export const DICTATION_FRAME = 1;
export const HEARD_FRAME = 2;

/** Bytes of a microphone frame, and of a frame of what is heard. */
export const MICROPHONE_MESSAGE_BYTES = 1 + FRAME_BYTES;
export const HEARD_MESSAGE_BYTES = 5 + 2 * FRAME_BYTES;
