/** Reasons why our own public address could not be reached from outside. */
export const REACH_FAILURES = [
  'unknown-host',
  'nobody-listens',
  'not-trusted',
  'timed-out',
  'other-answer',
  'tunnel-error',
  'no-connection',
] as const;

export type ReachFailure = (typeof REACH_FAILURES)[number];

/** Reasons why there is no tunnel, or none that calls come through. Every vendor code is mapped to one of these. */
export const TUNNEL_FAULTS = [
  'addon-missing',
  'addon-needs-runtime',
  'no-token',
  'token-malformed',
  'token-refused',
  'email-not-verified',
  'account-suspended',
  'too-many-sessions',
  'library-too-old',
  'address-in-use',
  'too-many-endpoints',
  'address-forbidden',
  'domain-needs-plan',
  'domain-not-reserved',
  'domain-of-another-account',
  'domain-malformed',
  'no-dev-domain',
  'proxy-needs-plan',
  'network-blocked',
  'refused',
  'endpoint-offline',
  'port-not-reached',
  'answer-not-http',
  'circuit-broken',
  'webhook-check-failed',
  'browser-warning',
  'too-many-connections',
  'too-many-requests',
  'data-used-up',
  'connections-used-up',
  'requests-used-up',
  'http-connections-used-up',
  'network-down',
  'network-intercepted',
  'timed-out',
  'session-lost',
  'address-not-understood',
] as const;

export type TunnelFault = (typeof TUNNEL_FAULTS)[number];

/** A fault of the tunnel itself, or a public address that a check from outside did not reach. */
export type TunnelFailure = TunnelFault | `public-${ReachFailure}`;
