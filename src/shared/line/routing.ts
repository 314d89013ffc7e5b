import { z } from 'zod';

/** Longest address a number may hold; characters. */
const MAX_URL_CHARS = 4096;

const url = z.string().max(MAX_URL_CHARS);
const method = z.enum(['GET', 'POST', '']);
const vendorId = z.string().max(64);

/**
 * Routing of a phone number: everything that going live may change. Unset is the empty string. Addresses may hold passwords
 * (`https://user:pass@…`), so they are never shown or logged.
 */
export const RoutingSchema = z.object({
  voiceUrl: url,
  voiceMethod: method,
  fallbackUrl: url,
  fallbackMethod: method,
  statusUrl: url,
  statusMethod: method,
  applicationId: vendorId,
  trunkId: vendorId,
});

export type Routing = z.infer<typeof RoutingSchema>;

/** Destination of a number's calls. A trunk beats an application, which beats the voice address. */
export const DestinationSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('nothing') }),
  z.object({ kind: z.literal('server'), host: z.string() }),
  z.object({ kind: z.literal('application'), id: vendorId }),
  z.object({ kind: z.literal('trunk'), id: vendorId }),
]);

export type Destination = z.infer<typeof DestinationSchema>;

/** True if two routings do the same. The method of an unset address does not count. */
export function sameRouting(one: Routing, other: Routing): boolean {
  return (
    sameAddress(one.voiceUrl, one.voiceMethod, other.voiceUrl, other.voiceMethod) &&
    sameAddress(one.fallbackUrl, one.fallbackMethod, other.fallbackUrl, other.fallbackMethod) &&
    sameAddress(one.statusUrl, one.statusMethod, other.statusUrl, other.statusMethod) &&
    one.applicationId === other.applicationId &&
    one.trunkId === other.trunkId
  );
}

/** Destination of a number's calls, fit to be shown: of an address only the host. */
export function destinationOf({ voiceUrl, applicationId, trunkId }: Routing): Destination {
  if (trunkId !== '') return { kind: 'trunk', id: trunkId };
  if (applicationId !== '') return { kind: 'application', id: applicationId };
  if (voiceUrl === '') return { kind: 'nothing' };
  return { kind: 'server', host: hostOf(voiceUrl) };
}

function sameAddress(oneUrl: string, oneMethod: string, otherUrl: string, otherMethod: string): boolean {
  return oneUrl === otherUrl && (oneUrl === '' || oneMethod === otherMethod);
}

function hostOf(address: string): string {
  const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(address)?.[1] ?? '';
  return authority.slice(authority.lastIndexOf('@') + 1) || 'an address of its own';
}
