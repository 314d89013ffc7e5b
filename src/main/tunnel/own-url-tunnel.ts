import type { ReachProof, TunnelState } from '../ports/ports-lines';
import { faultOfCode } from './ngrok-error';
import { failing } from './tunnel-failures';
import { Changes, publicBaseOf, type TunnelWay } from './tunnel-way';

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * A public address that the user keeps open, by a reverse proxy or a tunnel of their own. Address and path are kept as they
 * are. There is nothing to start or to probe: it is up until a check from outside says otherwise. Without an address, only this
 * machine can reach it.
 */
export class OwnUrlTunnel implements TunnelWay {
  readonly changes = new Changes<TunnelState>({ phase: 'off' });
  private publicBase: URL | undefined;

  constructor(private readonly publicUrl: URL | undefined) {}

  kind(): 'own-url' | 'this-machine' {
    return this.publicUrl === undefined || isLoopback(this.publicUrl) ? 'this-machine' : 'own-url';
  }

  start(localPort: number): void {
    if (this.publicBase !== undefined) return;
    this.publicBase = publicBaseOf(this.publicUrl ?? `http://127.0.0.1:${localPort}`);
    this.changes.set({ phase: 'up', publicBase: this.publicBase });
  }

  stop(): Promise<void> {
    if (this.publicBase !== undefined) {
      this.publicBase = undefined;
      this.changes.set({ phase: 'off' });
    }
    return Promise.resolve();
  }

  nudge(): void {
    return;
  }

  refresh(): void {
    return;
  }

  report(publicBase: URL, proof: ReachProof): void {
    const held = this.publicBase;
    if (held?.href !== publicBase.href) return;
    const now = this.changes.get();
    if (proof.ok) {
      if (now.phase === 'failing') this.changes.set({ phase: 'up', publicBase: held });
      return;
    }
    const code = faultOfCode(proof.code ?? '')?.fault ?? (`public-${proof.failure}` as const);
    if (now.phase === 'failing' && now.code === code) return;
    this.changes.set(failing(code, { vendorCode: proof.code, publicBase: held }));
  }
}

/** True when only programs on this machine can reach the address. */
function isLoopback(address: URL): boolean {
  return LOOPBACK.test(address.hostname);
}
