import { writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { mulawToLinear } from '../src/shared/audio/mulaw';

const PHONE_RATE = 8000;
const DEVICE_RATE = 48_000;
const HEADER_BYTES = 44;

/** Switches of a Chromium with a microphone, allowed without asking, that repeats `silenceMs` of silence and this µ-law. */
export function speakingMicrophone(name: string, ulaw: Buffer, silenceMs: number): string[] {
  const file = path.join(os.tmpdir(), `switchboard-${name}-${String(process.pid)}.wav`);
  writeSpoken(file, ulaw, silenceMs);
  return [
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-audio-capture=${file}`,
  ];
}

/** Writes µ-law as a 16-bit WAV file at 48 kHz, as a microphone records it. */
function writeSpoken(file: string, ulaw: Buffer, silenceMs: number): void {
  const times = DEVICE_RATE / PHONE_RATE;
  const lead = (silenceMs * DEVICE_RATE) / 1000;
  const samples = new Int16Array(lead + ulaw.length * times);
  for (let i = 0; i < ulaw.length; i++) {
    const here = mulawToLinear(ulaw[i] ?? 0xff);
    const next = mulawToLinear(ulaw[i + 1] ?? 0xff);
    for (let step = 0; step < times; step++) samples[lead + i * times + step] = here + ((next - here) * step) / times;
  }
  const bytes = Buffer.from(samples.buffer);
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('RIFF', 0);
  header.writeUInt32LE(HEADER_BYTES - 8 + bytes.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(DEVICE_RATE, 24);
  header.writeUInt32LE(DEVICE_RATE * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(bytes.length, 40);
  writeFileSync(file, Buffer.concat([header, bytes]));
}
