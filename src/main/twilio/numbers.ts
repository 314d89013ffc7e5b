import type twilio from 'twilio';
import { z } from 'zod';
import { CarrierError } from '../../shared/line/carrier-failure';
import { RoutingSchema, type Routing } from '../../shared/line/routing';
import type { CarrierNumber } from '../ports/ports-lines';

/** Numbers in one page; the carrier allows 1,000, which take seconds to arrive. */
const PAGE_SIZE = 200;
/** Maximum number of numbers: more than a person can look through. */
const MAX_NUMBERS = 10_000;
const MAX_NAME_CHARS = 120;

/** An optional text: Twilio sends null, '' or nothing at all when it is not set. */
const unsetIsEmpty = z
  .string()
  .nullish()
  .transform((value) => value ?? '');

const NumberSchema = z.object({
  sid: z.string().regex(/^PN[0-9a-f]{32}$/),
  phoneNumber: z.string().min(1).max(64),
  friendlyName: unsetIsEmpty,
  capabilities: z.object({ voice: z.boolean().nullish() }).nullish(),
  voiceReceiveMode: unsetIsEmpty,
  voiceUrl: unsetIsEmpty,
  voiceMethod: unsetIsEmpty,
  voiceFallbackUrl: unsetIsEmpty,
  voiceFallbackMethod: unsetIsEmpty,
  statusCallback: unsetIsEmpty,
  statusCallbackMethod: unsetIsEmpty,
  voiceApplicationSid: unsetIsEmpty,
  trunkSid: unsetIsEmpty,
});

/** Lists all numbers of the account, page after page. Rejects with the library's own errors, or `CarrierError`. */
export async function listNumbers(client: twilio.Twilio): Promise<readonly CarrierNumber[]> {
  const found = await client.incomingPhoneNumbers.list({ pageSize: PAGE_SIZE, limit: MAX_NUMBERS });
  return found.map(numberOf);
}

/** Reads one number. Rejects with the library's own errors, or `CarrierError`. */
export async function fetchNumber(client: twilio.Twilio, id: string): Promise<CarrierNumber> {
  return numberOf(await client.incomingPhoneNumbers(id).fetch());
}

/** Writes the routing of a number and nothing else. Rejects with the library's own errors, or `CarrierError`. */
export async function updateNumber(client: twilio.Twilio, id: string, routing: Routing): Promise<CarrierNumber> {
  return numberOf(
    await client.incomingPhoneNumbers(id).update({
      voiceUrl: routing.voiceUrl,
      voiceFallbackUrl: routing.fallbackUrl,
      statusCallback: routing.statusUrl,
      ...(routing.voiceMethod !== '' && { voiceMethod: routing.voiceMethod }),
      ...(routing.fallbackMethod !== '' && { voiceFallbackMethod: routing.fallbackMethod }),
      ...(routing.statusMethod !== '' && { statusCallbackMethod: routing.statusMethod }),
      ...ownerOf(routing),
    }),
  );
}

/** Names only the application or trunk that is to stay, because setting either removes the other. */
function ownerOf({ applicationId, trunkId }: Routing) {
  if (trunkId !== '') return { trunkSid: trunkId };
  if (applicationId !== '') return { voiceApplicationSid: applicationId };
  return { voiceApplicationSid: '', trunkSid: '' };
}

function numberOf(resource: unknown): CarrierNumber {
  const read = NumberSchema.safeParse(resource);
  if (!read.success) throw new CarrierError('not-understood');
  const { sid, phoneNumber, friendlyName, capabilities, voiceReceiveMode, ...fields } = read.data;
  const routing = RoutingSchema.safeParse({
    voiceUrl: fields.voiceUrl,
    voiceMethod: fields.voiceMethod.toUpperCase(),
    fallbackUrl: fields.voiceFallbackUrl,
    fallbackMethod: fields.voiceFallbackMethod.toUpperCase(),
    statusUrl: fields.statusCallback,
    statusMethod: fields.statusCallbackMethod.toUpperCase(),
    applicationId: fields.voiceApplicationSid,
    trunkId: fields.trunkSid,
  });
  if (!routing.success) throw new CarrierError('not-understood');
  return {
    id: sid,
    number: phoneNumber,
    name: friendlyName.slice(0, MAX_NAME_CHARS),
    canAnswer: capabilities?.voice === true && voiceReceiveMode !== 'fax',
    routing: routing.data,
  };
}
