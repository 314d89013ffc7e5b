import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { classOf } from './address-class';

/**
 * Resolves a host name to all its addresses, as `dns.lookup` with `all` does. On an error there is no list, not even an empty
 * one.
 */
export type Resolve = (
  hostname: string,
  done: (error: NodeJS.ErrnoException | null, addresses: readonly LookupAddress[] | undefined) => void,
) => void;

/** Error code of a name that leads where the tool may not go. */
export const INTERNAL_ADDRESS = 'ERR_INTERNAL_ADDRESS';

/**
 * A `lookup` for sockets that connects only to the addresses it checked, so a name that answers differently the second time
 * gains nothing. A single disallowed address refuses them all.
 */
export function checkedLookup(resolve: Resolve, allowsLocal: boolean): LookupFunction {
  return (hostname, options, done) => {
    resolve(hostname, (error, addresses = []) => {
      const [first] = addresses;
      if (error !== null) done(error, '');
      else if (first === undefined) done(failure('ENOTFOUND'), '');
      else if (!addresses.every(({ address }) => mayAsk(address, allowsLocal))) done(failure(INTERNAL_ADDRESS), '');
      else if (options.all === true) done(null, [...addresses]);
      else done(null, first.address, first.family);
    });
  };
}

/** True when a tool may connect to the address. */
export function mayAsk(address: string, allowsLocal: boolean): boolean {
  const whose = classOf(address);
  return whose === 'public' || (whose === 'local' && allowsLocal);
}

function failure(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(code), { code });
}
