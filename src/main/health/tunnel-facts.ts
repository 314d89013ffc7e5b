import type { DeskEvent } from '../../shared/call/events';
import { MAX_DETAIL_CHARS } from '../../shared/call/fact';
import type { Journal } from '../ports/ports';
import type { Tunnel, TunnelState } from '../ports/ports-lines';

type TunnelChanged = Extract<DeskEvent, { type: 'tunnel.changed' }>;

const STATE_OF_PHASE: Record<TunnelState['phase'], TunnelChanged['state']> = {
  off: 'off',
  connecting: 'connecting',
  up: 'ok',
  failing: 'failing',
};

/** Tells the journal how the tunnel stands, now and whenever that changes. */
export function followTunnel(tunnel: Tunnel, journal: Journal): void {
  /** Why it was down before it was tried again. */
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
