import { z } from 'zod';

/** Caps on text that a caller, a model or a carrier can make long. Characters. */
export const MAX_TRANSCRIPT_CHARS = 16_384;
export const MAX_ARGUMENTS_CHARS = 65_536;
export const MAX_DETAIL_CHARS = 500;

export const id = z.string().min(1).max(128);
export const text = z.string().max(MAX_TRANSCRIPT_CHARS);
export const detail = z.string().max(MAX_DETAIL_CHARS);
export const ms = z.number().nonnegative();

/** The schema of one kind of fact: its type and its fields. */
export function fact<T extends string, S extends z.ZodRawShape>(type: T, shape: S) {
  return z.object({ type: z.literal(type), ...shape });
}
