import { backoffMs, type Backoff } from '../../shared/std/backoff';
import type { Clock, Dispose } from '../ports/ports';
import type { ReachProof, Tunnel, TunnelState } from '../ports/ports-lines';

/**
 * Delay before the first probe; ms. Not all of ngrok's edges know a new address at once, and ngrok vouches for the
 * session itself.
 */
const FIRST_PROOF_AFTER_MS = { ngrok: 10_000, 'own-url': 0, 'this-machine': 0 } as const;
/**
 * Delays between probes while the address does not lead here. They double each time, since a free tunnel's requests are
 * counted.
 */
const PROVE_AGAIN: Backoff = { firstMs: 30_000, longestMs: 300_000 };

export interface PublicAddressProbeParts {
  readonly tunnel: Pick<Tunnel, 'kind' | 'state' | 'onChange'>;
  /** Probes the public address and reports the result to the tunnel. Never rejects. */
  readonly prove: (base: URL) => Promise<ReachProof>;
  readonly clock: Clock;
}

/** Probes each new public address once, and then repeatedly for as long as it does not lead here. */
export function startPublicAddressProbe({ tunnel, prove, clock }: PublicAddressProbeParts): Dispose {
  let base: URL | undefined;
  let failures = 0;
  let cancel: Dispose = () => undefined;

  function follow(state: TunnelState): void {
    const now = 'publicBase' in state ? state.publicBase : undefined;
    if (now?.href === base?.href) return;
    base = now;
    failures = 0;
    cancel();
    if (base !== undefined) proveAfter(FIRST_PROOF_AFTER_MS[tunnel.kind()], base);
  }

  function proveAfter(delayMs: number, address: URL): void {
    cancel = clock.after(delayMs, () => {
      void prove(address).then((proof) => {
        if (proof.ok || base?.href !== address.href) return;
        failures += 1;
        proveAfter(backoffMs(PROVE_AGAIN, failures), address);
      });
    });
  }

  follow(tunnel.state());
  const unfollow = tunnel.onChange(follow);
  return () => {
    unfollow();
    base = undefined;
    cancel();
  };
}
