import type { GoLiveStep } from '../../shared/line/go-live-step';
import type { LineProblem } from '../../shared/line/line-problem';
import { sameRouting, type Routing } from '../../shared/line/routing';
import { pause } from '../../shared/std/deadline';
import type { Clock, Journal, Log } from '../ports/ports';
import type { CarrierNumber, ReachProof, SavedRoutings } from '../ports/ports-lines';
import type { Directory } from './directory';
import { LineError, lineErrorOf, notReached } from './line-error';
import { isAnsweredBy, withoutUs } from './routing-without-us';

/** Time to wait for a tunnel that is being built. */
const TUNNEL_WAIT_MS = 20_000;
/** Delays before another probe: a new public address may need a moment before it leads here; ms. */
const PROVE_AGAIN_AFTER_MS = [1000, 3000];
/** Number of our latest routings to remember: a request that timed out may still take effect late. */
const OURS_KEPT = 4;
/** Delays between retries while the carrier, or the network to it, is at fault; ms. */
const RETRY_AFTER_MS = [250, 1000];
/** Problems that another try may solve. */
const PASSING: ReadonlySet<LineProblem> = new Set([
  'too-many-requests',
  'carrier-unreachable',
  'carrier-timed-out',
  'carrier-not-understood',
]);

/** Dependencies of one line. */
export interface LineParts {
  readonly directory: Directory;
  readonly savedRoutings: SavedRoutings;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Log;
  /** Public base URL; undefined: the carrier cannot reach us now. */
  readonly publicBase: () => URL | undefined;
  /** Webhook addresses of a number, for a public base. */
  readonly webhooks: (base: URL) => { readonly voice: string; readonly status: string };
  /** Fingerprint of the account that owns the numbers; undefined: there are no keys. */
  readonly accountId: () => string | undefined;
  readonly proveReachable: (base: URL) => Promise<ReachProof>;
  readonly isListening: () => boolean;
  /** Fallback URL the carrier asks when it cannot reach us; undefined: the number keeps its own. */
  readonly fallbackUrl: () => string | undefined;
  readonly agentNameFor: (number: string) => string;
  /** Resolves once the public base changed, `waitMs` passed, or the signal was aborted. */
  readonly untilBaseChanged: (waitMs: number, signal: AbortSignal) => Promise<void>;
  /** Requests an immediate check of all lines. */
  readonly lookAgain: () => void;
}

interface GoLiveOrder {
  readonly number: string;
  /** True when an application or a trunk that answers the number may be replaced. */
  readonly takesOver: () => boolean;
  /** True when the number's present routing may be changed without asking a person; absent: a person asked for this. */
  readonly mayChange?: (current: Routing) => boolean;
  readonly onStep: (step: GoLiveStep) => void;
  readonly signal: AbortSignal;
}

/**
 * Takes a number live step by step; resolves with the public base it then points to, as read back. Rejects with
 * `LineError`. From the step `pointed` on the number may have changed, and its original routing is saved.
 */
export async function goLive(parts: LineParts, order: GoLiveOrder): Promise<URL> {
  const { directory } = parts;
  const begin = (step: GoLiveStep): void => {
    stopIfCancelled(order.signal);
    order.onStep(step);
  };

  begin('keys');
  const { id } = permit(await directory.find(order.number), order);
  begin('listener');
  if (!parts.isListening()) throw new LineError('not-listening');
  begin('tunnel');
  const base = await publicBase(parts, order.signal);
  begin('reachable');
  await reach(parts, base, order.signal);
  begin('routing-saved');
  const current = permit(await directory.read(id), order);
  const ours = await save(parts, current, base);
  begin('pointed');
  await directory.route(id, ours);
  begin('verified');
  const after = await directory.read(id);
  if (!isAnsweredBy(after.routing, ours)) throw new LineError('not-verified');
  stopIfCancelled(order.signal);
  return base;
}

function stopIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new LineError('cancelled');
}

function permit(found: CarrierNumber, { takesOver, mayChange }: GoLiveOrder): CarrierNumber {
  if (!found.canAnswer) throw new LineError('cannot-answer');
  if (mayChange?.(found.routing) === false) throw new LineError('changed-elsewhere');
  if (found.routing.trunkId !== '' && !takesOver()) throw new LineError('trunk-answers');
  if (found.routing.applicationId !== '' && !takesOver()) throw new LineError('application-answers');
  return found;
}

async function publicBase(parts: LineParts, signal: AbortSignal): Promise<URL> {
  const deadlineMs = parts.clock.nowMs() + TUNNEL_WAIT_MS;
  for (;;) {
    const base = parts.publicBase();
    if (base) return base;
    const leftMs = deadlineMs - parts.clock.nowMs();
    if (leftMs <= 0) throw new LineError('no-public-address');
    await parts.untilBaseChanged(leftMs, signal);
    stopIfCancelled(signal);
  }
}

async function reach(parts: LineParts, base: URL, signal: AbortSignal): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const proof = await parts.proveReachable(base);
    if (proof.ok) return;
    const waitMs = PROVE_AGAIN_AFTER_MS[tries];
    if (waitMs === undefined) throw notReached(proof.failure, proof.code);
    await pause(parts.clock, waitMs, signal);
    stopIfCancelled(signal);
  }
}

/** Saves the number's routing without us and the one about to be written, and resolves with the latter. */
async function save(parts: LineParts, { id, number, routing }: CarrierNumber, base: URL): Promise<Routing> {
  const known = parts.savedRoutings.all().get(number);
  const saved = known?.id === id ? known : undefined;
  const before = saved ? withoutUs(routing, saved).routing : routing;
  const ours = routingTo(parts, base, before);
  try {
    await parts.savedRoutings.save(number, {
      id,
      account: parts.accountId(),
      before,
      ours: [...(saved?.ours ?? []), ours].slice(-OURS_KEPT),
      savedAt: parts.clock.wallMs(),
    });
  } catch {
    throw new LineError('cannot-save');
  }
  return ours;
}

function routingTo({ webhooks, fallbackUrl }: LineParts, base: URL, before: Routing): Routing {
  const { voice, status } = webhooks(base);
  const fallback = fallbackUrl();
  return {
    voiceUrl: voice,
    voiceMethod: 'POST',
    fallbackUrl: fallback ?? before.fallbackUrl,
    fallbackMethod: fallback === undefined ? before.fallbackMethod : 'POST',
    statusUrl: status,
    statusMethod: 'POST',
    applicationId: '',
    trunkId: '',
  };
}

interface PutBack {
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

/** True for a transient fault of the carrier or the network: the same request may succeed in a moment. */
function mayPass({ problem }: LineError): boolean {
  return PASSING.has(problem);
}
