import { mulawToLinear } from '../../shared/audio/mulaw';

/** Linear 16-bit sample of every µ-law byte, for loops over many of them. */
export const MULAW_TO_LINEAR: Int16Array = Int16Array.from({ length: 256 }, (_, byte) => mulawToLinear(byte));
