import { MULAW_BYTES_PER_MS, MULAW_SILENCE_BYTE } from '../../../shared/audio/mulaw';
import type { Phone } from './phone';

const HEADER_BYTES = 58;
const MULAW_FORMAT_TAG = 7;

/**
 * Channels of a recording. `heard`: mono, from the caller's phone; `stereo`: caller left, heard right. Both on the call's
 * clock.
 */
export type WavChannels = 'heard' | 'stereo';

/** Builds a WAV file (µ-law, 8 kHz) of a call of `durationMs`. */
export function callWav(phone: Phone, durationMs: number, channels: WavChannels): Buffer {
  const length = Math.max(0, Math.ceil(durationMs)) * MULAW_BYTES_PER_MS;
  const heard = Buffer.alloc(length, MULAW_SILENCE_BYTE);
  let at = 0;
  for (const { fromByte, toByte, beganAtMs } of phone.heard.runs) {
    const bytes = toByte - fromByte;
    phone.heard.bytes.copy(heard, byteAt(beganAtMs), at, at + bytes);
    at += bytes;
  }
  if (channels === 'heard') return Buffer.concat([wavHeader(length, 1), heard]);
  const said = Buffer.alloc(length, MULAW_SILENCE_BYTE);
  for (const { ulaw, beganAtMs } of phone.voice.said) ulaw.copy(said, byteAt(beganAtMs));
  const frames = Buffer.alloc(2 * length);
  for (let index = 0; index < length; index += 1) {
    frames[2 * index] = said[index] ?? MULAW_SILENCE_BYTE;
    frames[2 * index + 1] = heard[index] ?? MULAW_SILENCE_BYTE;
  }
  return Buffer.concat([wavHeader(frames.length, 2), frames]);
}

function byteAt(callMs: number): number {
  return Math.max(0, Math.round(callMs * MULAW_BYTES_PER_MS));
}

function wavHeader(dataBytes: number, channels: 1 | 2): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(HEADER_BYTES - 8 + dataBytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(18, 16);
  header.writeUInt16LE(MULAW_FORMAT_TAG, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(8_000, 24);
  header.writeUInt32LE(8_000 * channels, 28);
  header.writeUInt16LE(channels, 32);
  header.writeUInt16LE(8, 34);
  header.write('fact', 38, 'latin1');
  header.writeUInt32LE(4, 42);
  header.writeUInt32LE(dataBytes / channels, 46);
  header.write('data', 50, 'latin1');
  header.writeUInt32LE(dataBytes, 54);
  return header;
}
