import { FRAME_BYTES, FRAME_MS } from '../../shared/audio/headset-wire';
import type { Microphone } from '../../shared/call/events/operator';
import type { CommandRefusal, Dispose } from '../ports/ports';
import type { Caller, CallRig } from './call.fixture';
import type { RegisteredSession } from '../calls/call-registry';

/** Bytes of the scripted voices: each voice repeats one byte in every frame. */
const VOICES: Readonly<Record<number, string>> = { 0x55: 'agent', 0x66: 'operator', 0x11: 'caller', 0xff: 'silence' };
const OPERATOR_BYTE = 0x66;

/** Shortest run that counts as a voice; a shorter one is a byte that happens to occur in a tone. */
const SHORTEST_RUN_BYTES = 40;

interface Run {
  readonly who: string;
  readonly bytes: number;
}

/**
 * Runs of sound in order, each with its voice and its length; ms. Anything but a scripted voice is `other`: tones,
 * music.
 */
export function runsOf(sound: Uint8Array): readonly string[] {
  const short = joined(Array.from(sound, (byte) => ({ who: VOICES[byte] ?? 'other', bytes: 1 })));
  const runs = joined(short.map((run) => (run.bytes < SHORTEST_RUN_BYTES ? { ...run, who: 'other' } : run)));
  return runs.map(({ who, bytes }) => `${who} ${String(Math.round(bytes / 8))}`);
}

function joined(runs: readonly Run[]): readonly Run[] {
  const all: { who: string; bytes: number }[] = [];
  for (const { who, bytes } of runs) {
    const last = all.at(-1);
    if (last?.who === who) last.bytes += bytes;
    else all.push({ who, bytes });
  }
  return all;
}

/** One operator with a headset, at work on one call. */
export class Operator {
  /** Frames that the headset heard, with their times; ms. */
  readonly frames: { readonly atMs: number; readonly caller: Buffer; readonly other: Buffer }[] = [];

  constructor(
    private readonly rig: CallRig,
    private readonly caller: Caller,
    readonly headsetId = 'headset_1',
    readonly consoleId = `console of ${headsetId}`,
  ) {}

  /** Acts on the operator's leg of the call, or returns why there is none. */
  on<T>(act: (leg: RegisteredSession['operator']) => T): T | CommandRefusal {
    return this.rig.on(this.caller.callId, ({ operator }) => act(operator));
  }

  listen(): Dispose {
    const headset = {
      id: this.headsetId,
      hear: (caller: Uint8Array, other: Uint8Array) =>
        void this.frames.push({
          atMs: this.rig.clock.nowMs(),
          caller: Buffer.from(caller),
          other: Buffer.from(other),
        }),
    };
    const listening = this.on((leg) => leg.listen(headset));
    if (typeof listening === 'string') throw new Error(listening);
    return listening;
  }

  takeOver(microphone: Microphone = 'open'): CommandRefusal | undefined {
    return this.on((leg) => leg.takeOver(this.headsetId, microphone, this.consoleId));
  }

  handBack(brief = '', speaksFirst = false): CommandRefusal | undefined {
    return this.on((leg) => leg.handBack(brief, speaksFirst));
  }

  hold(held: boolean): CommandRefusal | undefined {
    return this.on((leg) => leg.hold(held));
  }

  muteAgent(muted: boolean): CommandRefusal | undefined {
    return this.on((leg) => leg.muteAgent(muted));
  }

  whisper(text: string): CommandRefusal | undefined {
    return this.on((leg) => leg.whisper(text, false));
  }

  say(text: string): CommandRefusal | undefined {
    return this.on((leg) => leg.say(text));
  }

  pressKeys(digits: string): CommandRefusal | undefined {
    return this.on((leg) => leg.pressKeys(digits));
  }

  /** Sends one frame of the microphone now. */
  frame(byte = OPERATOR_BYTE): void {
    this.on((leg) => leg.speak(this.headsetId, Buffer.alloc(FRAME_BYTES, byte)));
  }

  /** Speaks for `ms` in frames of 20 ms while time passes and the caller sends `callerByte`. */
  speaks(ms: number, byte = OPERATOR_BYTE, callerByte = 0xff): void {
    for (let left = ms; left > 0; left -= FRAME_MS) {
      this.frame(byte);
      this.caller.sends(FRAME_MS, callerByte);
    }
  }
}
