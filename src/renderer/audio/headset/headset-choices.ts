import { z } from 'zod';
import { MICROPHONES } from '../../../shared/call/events/operator';
import { SIDES } from '../playback/playback';

const REMEMBERED_AS = 'switchboard-headset';

const ChoicesSchema = z.object({
  /** Empty: the system's own. */
  microphoneId: z.string().max(256).default(''),
  speakerId: z.string().max(256).default(''),
  /** 0 to 1. */
  volume: z.number().min(0).max(1).default(0.8),
  side: z.enum(SIDES).default('both'),
  /** How the microphone is used while live to a caller. */
  way: z.enum(MICROPHONES).default('open'),
});

/** What an operator chose for their ears and mouth, on this machine. */
export type HeadsetChoices = Readonly<z.infer<typeof ChoicesSchema>>;

/** What was chosen here before; where that cannot be read, what nobody chose. */
export function recallChoices(memory: Pick<Storage, 'getItem'>): HeadsetChoices {
  try {
    const kept: unknown = JSON.parse(memory.getItem(REMEMBERED_AS) ?? '{}');
    const choices = ChoicesSchema.safeParse(kept);
    if (choices.success) return choices.data;
  } catch {
    // Damaged, or storage is not allowed: as if nothing was chosen.
  }
  return ChoicesSchema.parse({});
}

/** Keeps them for the next time; where storage is not allowed they count until the page is closed. */
export function rememberChoices(memory: Pick<Storage, 'setItem'>, choices: HeadsetChoices): void {
  try {
    memory.setItem(REMEMBERED_AS, JSON.stringify(choices));
  } catch {
    return;
  }
}
