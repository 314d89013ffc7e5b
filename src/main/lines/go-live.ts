import type { GoLiveStep } from '../../shared/line/go-live-step';
import { type Routing } from '../../shared/line/routing';
import { pause } from '../../shared/std/deadline';
import type { CarrierNumber } from '../ports/ports-lines';
import { LineError, notReached } from './line-error';
import type { LineParts } from './line-parts';
import { isAnsweredBy, withoutUs } from './routing-without-us';

/** Time to wait for a tunnel that is being built. */
const TUNNEL_WAIT_MS = 20_000;
/** Delays before another probe: a new public address may need a moment before it leads here; ms. */
const PROVE_AGAIN_AFTER_MS = [1000, 3000];
/** Number of our latest routings to remember: a request that timed out may still take effect late. */
const OURS_KEPT = 4;

export interface GoLiveOrder {
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
