import type { Dialogue } from '../src/simulator/realtime/dialogue/dialogue';
import { shopDialogue } from '../src/simulator/realtime/dialogue/shop-dialogue';

/** A fifth of a second of audible µ-law. */
const BLIP = Buffer.alloc(1600, 0x20);

/** The shop's agent with every sentence cut to 200 ms, for tests that need its words but not their duration. */
export const briefAgent: Dialogue = (moment) =>
  shopDialogue(moment).map((utterance) => ('say' in utterance ? { ...utterance, audio: BLIP } : utterance));
