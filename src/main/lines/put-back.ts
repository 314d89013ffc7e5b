import { sameRouting, type Routing } from '../../shared/line/routing';
import { pause } from '../../shared/std/deadline';
import type { Directory } from './directory';
import { LineError, lineErrorOf, mayPass } from './line-error';
import type { LineParts } from './line-parts';
import { withoutUs } from './routing-without-us';

/** Delays between retries while the carrier, or the network to it, is at fault; ms. */
const RETRY_AFTER_MS = [250, 1000];

export interface PutBack {
  /** Present routing of the number; undefined: it had never been changed. */
  readonly routing: Routing | undefined;
  /** True when somebody else's change was found and kept. */
  readonly isEdited: boolean;
}

/**
 * Restores the routing a number had before it went live, except what others have changed since. Forgets the note only
 * after the carrier confirms the routing; `keepsNote` keeps it even then, for a second look. Rejects with `LineError`.
 */
export async function putBack(
  parts: LineParts,
  number: string,
  { keepsNote, signal }: { readonly keepsNote: boolean; readonly signal: AbortSignal },
): Promise<PutBack> {
  const saved = parts.savedRoutings.all().get(number);
  if (!saved) return { routing: undefined, isEdited: false };

  const { directory } = parts;
  const left = await trying(parts, signal, async () => {
    const current = (await directory.read(saved.id)).routing;
    const wanted = withoutUs(current, saved);
    if (sameRouting(current, wanted.routing)) return wanted;
    await write(directory, saved.id, wanted.routing);
    return wanted;
  });
  if (!keepsNote) {
    await parts.savedRoutings.forget(number).catch(() => {
      throw new LineError('cannot-save');
    });
  }
  return left;
}

async function write(directory: Directory, id: string, routing: Routing): Promise<void> {
  try {
    const after = await directory.route(id, routing);
    if (!sameRouting(after.routing, routing)) throw new LineError('not-verified');
  } catch (error) {
    const isIdleFallback = routing.voiceUrl === '' && routing.fallbackUrl !== '';
    if (!isIdleFallback || lineErrorOf(error).problem !== 'address-refused') throw error;
    // The carrier no longer takes a fallback to no address. Nobody ever asks it, so the number does the same without.
    await write(directory, id, { ...routing, fallbackUrl: '' });
  }
}

async function trying<T>({ clock }: LineParts, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      const waitMs = RETRY_AFTER_MS[tries];
      if (waitMs === undefined || signal.aborted || !mayPass(lineErrorOf(error))) throw error;
      await pause(clock, waitMs, signal);
    }
  }
}
