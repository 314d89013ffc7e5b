import type { TunnelFault } from '../../shared/line/reach-failure';

/** A fault, with the vendor's code if there is one. Never the vendor's text, because it repeats the authtoken. */
export interface NgrokFault {
  readonly fault: TunnelFault;
  readonly vendorCode?: string;
}

/** Numbers of ngrok's error codes with a meaning of their own, as documented in August 2026. */
export const NGROK_CODES = [
  '103',
  '105',
  '107',
  '108',
  '120',
  '121',
  '123',
  '308',
  '313',
  '314',
  '319',
  '320',
  '324',
  '326',
  '334',
  '382',
  '714',
  '715',
  '725',
  '726',
  '727',
  '728',
  '734',
  '3004',
  '3200',
  '3202',
  '3204',
  '4018',
  '6024',
  '8012',
  '9009',
  '9040',
  '15013',
] as const;

export type NgrokCode = (typeof NGROK_CODES)[number];

const FAULT_OF_CODE: Readonly<Record<NgrokCode, TunnelFault>> = {
  '103': 'account-suspended',
  '105': 'token-malformed',
  '107': 'token-refused',
  '108': 'too-many-sessions',
  '120': 'library-too-old',
  '121': 'library-too-old',
  '123': 'email-not-verified',
  '308': 'address-forbidden',
  '313': 'domain-needs-plan',
  '314': 'domain-needs-plan',
  '319': 'domain-not-reserved',
  '320': 'domain-of-another-account',
  '324': 'too-many-endpoints',
  '326': 'domain-malformed',
  '334': 'address-in-use',
  '382': 'email-not-verified',
  '714': 'too-many-connections',
  '715': 'too-many-requests',
  '725': 'data-used-up',
  '726': 'connections-used-up',
  '727': 'requests-used-up',
  '728': 'http-connections-used-up',
  '734': 'too-many-requests',
  '3004': 'answer-not-http',
  '3200': 'endpoint-offline',
  '3202': 'circuit-broken',
  '3204': 'webhook-check-failed',
  '4018': 'no-token',
  '6024': 'browser-warning',
  '8012': 'port-not-reached',
  '9009': 'proxy-needs-plan',
  '9040': 'network-blocked',
  '15013': 'no-dev-domain',
};

/** Messages of the pinned library for faults without a code, the most specific first. */
const FAULT_OF_TEXT: readonly (readonly [RegExp, TunnelFault])[] = [
  [/failed to establish tcp connection/, 'network-down'],
  [/tls handshake error/, 'network-intercepted'],
  [/failed to start ngrok session|muxado|transport error|rpc re(?:quest|sponse)/, 'session-lost'],
];

/**
 * The fault behind an ngrok code such as `ERR_NGROK_334`, which its edge sends too. Undefined when the text contains no such
 * code.
 */
export function faultOfCode(text: string): NgrokFault | undefined {
  const [vendorCode, number] = /ERR_NGROK_(\d{1,6})/.exec(text) ?? [];
  if (vendorCode === undefined || number === undefined) return undefined;
  return { fault: isKnown(number) ? FAULT_OF_CODE[number] : 'refused', vendorCode };
}

/** The fault behind an error thrown by the library. */
export function faultOfError(error: unknown): NgrokFault {
  const text = error instanceof Error ? error.message : String(error);
  const known = faultOfCode(text);
  if (known !== undefined) return known;
  return { fault: FAULT_OF_TEXT.find(([pattern]) => pattern.test(text))?.[1] ?? 'refused' };
}

/** The fault behind a library that could not be loaded. */
export function faultOfLoading(error: unknown): NgrokFault {
  // Windows reports this when a file the addon depends on is missing; the addon itself is complete.
  const needsRuntime =
    error instanceof Error && /specified (?:module|procedure) could not be found/i.test(error.message);
  return { fault: needsRuntime ? 'addon-needs-runtime' : 'addon-missing' };
}

function isKnown(number: string): number is NgrokCode {
  return Object.hasOwn(FAULT_OF_CODE, number);
}
