import type { DeskEvent } from '../../shared/call/events';
import { MAX_DETAIL_CHARS } from '../../shared/call/fact';
import { monthOf, type NgrokUse } from '../../shared/line/ngrok-free';
import type { Clock, Dispose, Journal } from '../ports/ports';
import type { Tunnel, TunnelKind, TunnelState } from '../ports/ports-lines';

type TunnelChanged = Extract<DeskEvent, { type: 'tunnel.changed' }>;

const STATE_OF_PHASE: Record<TunnelState['phase'], TunnelChanged['state']> = {
  off: 'off',
  connecting: 'connecting',
  up: 'ok',
  failing: 'failing',
};

/** Records the tunnel's status in the journal, now and on every change. */
export function followTunnel(tunnel: Tunnel, journal: Journal): void {
  /** Failure before the present attempt. */
  let lastFailure = '';
  function tell(state: TunnelState): void {
    if (state.phase === 'failing') lastFailure = `${state.sentence} ${state.remedy}`.slice(0, MAX_DETAIL_CHARS);
    else if (state.phase !== 'connecting') lastFailure = '';
    journal.record(null, {
      type: 'tunnel.changed',
      kind: tunnel.kind(),
      state: STATE_OF_PHASE[state.phase],
      ...('publicBase' in state ? { publicUrl: state.publicBase.href } : {}),
      ...(lastFailure === '' ? {} : { detail: lastFailure }),
    });
  }
  tell(tunnel.state());
  tunnel.onChange(tell);
}

export interface TunnelUseParts {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly kind: () => TunnelKind;
  /** Last use recorded in the journal. */
  readonly last: () => (NgrokUse & { readonly calls: number }) | null;
}

/**
 * Counts the duration of calls through ngrok, whose free plan carries only so much a month. Practice does not go
 * through it.
 */
export function countTunnelUse({ journal, clock, kind, last }: TunnelUseParts): Dispose {
  const practice = new Set<string>();
  const connectedAtMs = new Map<string, number>();
  return journal.subscribe(({ callId, event }) => {
    if (callId === null) return;
    if (event.type === 'call.rang' && event.practice) practice.add(callId);
    if (event.type === 'caller.connected' && !practice.has(callId) && kind() === 'ngrok') {
      connectedAtMs.set(callId, clock.nowMs());
    }
    if (event.type !== 'call.ended') return;
    const sinceMs = connectedAtMs.get(callId);
    practice.delete(callId);
    connectedAtMs.delete(callId);
    if (sinceMs === undefined) return;
    const tookMs = clock.nowMs() - sinceMs;
    // Later: whoever listens after this has yet to see the end of the call.
    queueMicrotask(() => tell(tookMs));
  });

  function tell(tookMs: number): void {
    const month = monthOf(clock.wallMs());
    const told = last();
    const before = told?.month === month ? told : { callMs: 0, calls: 0 };
    const callMs = Math.round(before.callMs + tookMs);
    journal.record(null, { type: 'tunnel.carried', month, callMs, calls: before.calls + 1 });
  }
}
