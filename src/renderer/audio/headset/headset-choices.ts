import { z } from 'zod';
import { MICROPHONES } from '../../../shared/call/events/operator';
import { SIDES } from '../playback/playback';

const REMEMBERED_AS = 'switchboard-headset';

const ChoicesSchema = z.object({
  /** Empty for the system default. */
  microphoneId: z.string().max(256).default(''),
  speakerId: z.string().max(256).default(''),
  /** Playback volume, 0 to 1. */
  volume: z.number().min(0).max(1).default(0.8),
  side: z.enum(SIDES).default('both'),
  /** Microphone mode while live to a caller: open or push-to-talk. */
  way: z.enum(MICROPHONES).default('open'),
});

/** Audio choices of an operator on this machine: devices, volume, side and microphone mode. */
export type HeadsetChoices = Readonly<z.infer<typeof ChoicesSchema>>;

/** Reads the choices made here before; the defaults where they cannot be read. */
export function recallChoices(memory: Pick<Storage, 'getItem'>): HeadsetChoices {
  try {
    const kept: unknown = JSON.parse(memory.getItem(REMEMBERED_AS) ?? '{}');
    const choices = ChoicesSchema.safeParse(kept);
    if (choices.success) return choices.data;
  } catch {
    // The stored choices are damaged, or storage is not allowed: the defaults apply.
  }
  return ChoicesSchema.parse({});
}

/** Stores the choices for next time; where storage is not allowed, they last until the page is closed. */
export function rememberChoices(memory: Pick<Storage, 'setItem'>, choices: HeadsetChoices): void {
  try {
    memory.setItem(REMEMBERED_AS, JSON.stringify(choices));
  } catch {
    return;
  }
}
