/** Reasons why the carrier did not carry out a request. Every vendor code is mapped to one of these. */
export const CARRIER_FAILURES = [
  'no-keys',
  'keys-refused',
  'account-not-active',
  'not-permitted',
  'too-many-requests',
  'call-is-over',
  'not-found',
  'address-refused',
  'no-public-address',
  'to-not-verified',
  'to-refused',
  'from-refused',
  'region-not-permitted',
  'unreachable',
  'timed-out',
  'not-understood',
  'refused',
] as const;

export type CarrierFailure = (typeof CARRIER_FAILURES)[number];

/** A carrier's refusal in our own terms. Holds nothing of the vendor's error, which carries the keys. */
export class CarrierError extends Error {
  override readonly name = 'CarrierError';

  constructor(
    readonly failure: CarrierFailure,
    readonly vendorCode?: number,
  ) {
    super(vendorCode === undefined ? failure : `${failure} (${vendorCode})`);
  }
}
