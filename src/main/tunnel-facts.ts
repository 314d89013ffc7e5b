import type { DeskEvent } from '../shared/call/events';
import type { Journal } from './ports';
import type { Tunnel, TunnelState } from './ports-lines';

type TunnelChanged = Extract<DeskEvent, { type: 'tunnel.changed' }>;

const STATE_OF_PHASE: Record<TunnelState['phase'], TunnelChanged['state']> = {
  off: 'off',
  connecting: 'connecting',
  up: 'ok',
  failing: 'failing',
};

/** Tells the journal how the tunnel stands, now and whenever that changes. */
export function followTunnel(tunnel: Tunnel, journal: Journal): void {
  function tell(state: TunnelState): void {
    journal.record(null, {
      type: 'tunnel.changed',
      kind: tunnel.kind(),
      state: STATE_OF_PHASE[state.phase],
      ...('publicBase' in state ? { publicUrl: state.publicBase.href } : {}),
      ...(state.phase === 'failing' ? { detail: `${state.sentence} ${state.remedy}`.slice(0, 500) } : {}),
    });
  }
  tell(tunnel.state());
  tunnel.onChange(tell);
}
