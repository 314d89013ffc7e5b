import { newSid } from '../sid';
import { RestError } from './rest-error';

/** Fields of a number that decide where its calls go, by their REST names. */
export interface NumberSeed {
  readonly phoneNumber: string;
  readonly sid?: string;
  readonly friendlyName?: string;
  readonly voiceUrl?: string;
  readonly voiceMethod?: 'GET' | 'POST';
  readonly voiceFallbackUrl?: string;
  readonly statusCallback?: string;
  readonly voiceApplicationSid?: string;
  readonly trunkSid?: string;
  readonly canVoice?: boolean;
}

/** An IncomingPhoneNumber as the REST API shows it. Unset fields are null or empty, as inconsistently as Twilio's own. */
export interface NumberRecord {
  readonly sid: string;
  readonly account_sid: string;
  readonly phone_number: string;
  friendly_name: string;
  voice_url: string | null;
  voice_method: string;
  voice_fallback_url: string | null;
  voice_fallback_method: string;
  status_callback: string;
  status_callback_method: string;
  voice_application_sid: string;
  trunk_sid: string | null;
  voice_receive_mode: string;
  voice_caller_id_lookup: boolean;
  date_updated: string;
  readonly [field: string]: unknown;
}

type UrlField = 'voice_url' | 'voice_fallback_url' | 'status_callback';
type MethodField = 'voice_method' | 'voice_fallback_method' | 'status_callback_method';

const URL_FIELDS: Readonly<Record<string, UrlField>> = {
  VoiceUrl: 'voice_url',
  VoiceFallbackUrl: 'voice_fallback_url',
  StatusCallback: 'status_callback',
};
const METHOD_FIELDS: Readonly<Record<string, MethodField>> = {
  VoiceMethod: 'voice_method',
  VoiceFallbackMethod: 'voice_fallback_method',
  StatusCallbackMethod: 'status_callback_method',
};

/** Creates a number as newly bought, with the seed's fields set. */
export function newNumber(accountSid: string, seed: NumberSeed): NumberRecord {
  const sid = seed.sid ?? newSid('PN');
  const now = rfc2822(new Date());
  return {
    account_sid: accountSid,
    address_requirements: 'none',
    address_sid: null,
    api_version: '2010-04-01',
    beta: false,
    capabilities: { voice: seed.canVoice ?? true, sms: false, mms: true, fax: false },
    date_created: now,
    date_updated: now,
    emergency_status: 'Inactive',
    emergency_address_sid: null,
    emergency_address_status: 'unregistered',
    friendly_name: seed.friendlyName ?? seed.phoneNumber,
    identity_sid: null,
    origin: 'twilio',
    phone_number: seed.phoneNumber,
    sid,
    sms_application_sid: '',
    sms_fallback_method: 'POST',
    sms_fallback_url: '',
    sms_method: 'POST',
    sms_url: '',
    status_callback: seed.statusCallback ?? '',
    status_callback_method: 'POST',
    trunk_sid: seed.trunkSid ?? null,
    uri: `/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers/${sid}.json`,
    voice_application_sid: seed.voiceApplicationSid ?? '',
    voice_caller_id_lookup: false,
    voice_fallback_method: 'POST',
    voice_fallback_url: seed.voiceFallbackUrl ?? null,
    voice_method: seed.voiceMethod ?? 'POST',
    voice_url: seed.voiceUrl ?? null,
    bundle_sid: null,
    voice_receive_mode: 'voice',
    status: 'in-use',
    type: 'local',
  };
}

/** Changes only the fields the form names. Throws RestError, and then nothing is changed. */
export function updateNumber(number: NumberRecord, form: URLSearchParams): void {
  const next = { ...number };
  for (const [key, field] of Object.entries(URL_FIELDS)) {
    const value = form.get(key);
    if (value === null) continue;
    if (value !== '' && !isWebUrl(value)) {
      throw new RestError(400, key === 'StatusCallback' ? 21502 : 21402, `${key} is not a valid URL: ${value}`);
    }
    next[field] = value;
  }
  for (const [key, field] of Object.entries(METHOD_FIELDS)) {
    const value = form.get(key)?.toUpperCase();
    if (value === undefined || value === '') continue;
    if (value !== 'GET' && value !== 'POST') throw new RestError(400, 21403, `${key} must be GET or POST`);
    next[field] = value;
  }
  const name = form.get('FriendlyName');
  if (name !== null) next.friendly_name = name;
  const lookup = form.get('VoiceCallerIdLookup');
  if (lookup !== null) next.voice_caller_id_lookup = lookup === 'true';
  const mode = form.get('VoiceReceiveMode');
  if (mode === 'voice' || mode === 'fax') next.voice_receive_mode = mode;
  applyOwner(next, form);
  if (next.voice_fallback_url && !next.voice_url) {
    throw new RestError(400, 21405, 'A fallback URL needs a voice URL');
  }
  Object.assign(number, next, { date_updated: rfc2822(new Date()) });
}

/** Keeps application and trunk exclusive: setting one removes the other. */
function applyOwner(next: NumberRecord, form: URLSearchParams): void {
  const application = form.get('VoiceApplicationSid');
  const trunk = form.get('TrunkSid');
  if (application !== null) {
    next.voice_application_sid = application;
    if (application !== '') next.trunk_sid = null;
  }
  if (trunk !== null) {
    next.trunk_sid = trunk === '' ? null : trunk;
    if (trunk !== '') next.voice_application_sid = '';
  }
}

function isWebUrl(text: string): boolean {
  try {
    return ['http:', 'https:'].includes(new URL(text).protocol);
  } catch {
    return false;
  }
}

function rfc2822(date: Date): string {
  return date.toUTCString().replace('GMT', '+0000');
}
