import type { Clock, Dispose } from '../ports/ports';
import type { ReachProof, Tunnel, TunnelState } from '../ports/ports-lines';

/** Not all of ngrok's edges know a new address at once, and it answers for the session itself. */
const FIRST_PROOF_AFTER_MS = { ngrok: 10_000, 'own-url': 0, 'this-machine': 0 } as const;
/** While it does not lead here; doubled each time, since a free tunnel's requests are counted. */
const PROVE_AGAIN_AFTER_MS = 30_000;
const PROVE_AGAIN_AT_LEAST_EVERY_MS = 300_000;

export interface PublicAddressProbeParts {
  readonly tunnel: Pick<Tunnel, 'kind' | 'state' | 'onChange'>;
  /** Asks the public address, and reports to the tunnel what came back. Resolves always. */
  readonly prove: (base: URL) => Promise<ReachProof>;
  readonly clock: Clock;
}

/** An address that is only said to lead here is proven, once, when it is new, and for as long as it does not. */
export function startPublicAddressProbe({ tunnel, prove, clock }: PublicAddressProbeParts): Dispose {
  let base: URL | undefined;
  let waitMs = PROVE_AGAIN_AFTER_MS;
  let cancel: Dispose = () => undefined;

  function follow(state: TunnelState): void {
    const now = 'publicBase' in state ? state.publicBase : undefined;
    if (now?.href === base?.href) return;
    base = now;
    waitMs = PROVE_AGAIN_AFTER_MS;
    cancel();
    if (base !== undefined) proveAfter(FIRST_PROOF_AFTER_MS[tunnel.kind()], base);
  }

  function proveAfter(delayMs: number, address: URL): void {
    cancel = clock.after(delayMs, () => {
      void prove(address).then((proof) => {
        if (proof.ok || base?.href !== address.href) return;
        proveAfter(waitMs, address);
        waitMs = Math.min(waitMs * 2, PROVE_AGAIN_AT_LEAST_EVERY_MS);
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
