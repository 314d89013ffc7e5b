import { backoffMs, type Backoff } from '../../shared/std/backoff';
import type { Clock, Dispose } from '../ports/ports';
import type { ReachProof, Tunnel, TunnelState } from '../ports/ports-lines';

/** Not all of ngrok's edges know a new address at once, and it answers for the session itself. */
const FIRST_PROOF_AFTER_MS = { ngrok: 10_000, 'own-url': 0, 'this-machine': 0 } as const;
/** While it does not lead here; doubled each time, since a free tunnel's requests are counted. */
const PROVE_AGAIN: Backoff = { firstMs: 30_000, longestMs: 300_000 };

export interface ReachWatchParts {
  readonly tunnel: Pick<Tunnel, 'kind' | 'state' | 'onChange'>;
  /** Asks the public address, and reports to the tunnel what came back. Resolves always. */
  readonly prove: (base: URL) => Promise<ReachProof>;
  readonly clock: Clock;
}

/** An address that is only said to lead here is proven, once, when it is new, and for as long as it does not. */
export function watchReach({ tunnel, prove, clock }: ReachWatchParts): Dispose {
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
