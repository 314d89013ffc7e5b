import { isRecord } from '../../../shared/std/guards';

/** A parsed message of the bridge, or the reason why Twilio would reject it. */
export type BridgeMessage =
  | { readonly event: 'media'; readonly audio: Buffer }
  | { readonly event: 'mark'; readonly name: string }
  | { readonly event: 'clear' }
  | { readonly event: 'invalid'; readonly violation: Violation };

/** Faults of a bridge, in more detail than Twilio's error codes. */
export type Violation =
  | 'binary-message'
  | 'not-json'
  | 'unknown-event'
  | 'wrong-stream'
  | 'wrong-fields'
  | 'payload-not-base64'
  | 'payload-has-file-header'
  | 'stream-url-has-query'
  | 'parameter-too-long'
  | 'unsupported-verb';

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** Parses one text message as strictly as Twilio does: a missing or extra field makes it invalid. */
export function readBridgeMessage(text: string, streamSid: string): BridgeMessage {
  const message = parse(text);
  if (!isRecord(message)) return invalid('not-json');
  if (!['media', 'mark', 'clear'].includes(String(message['event']))) return invalid('unknown-event');
  if (message['streamSid'] !== streamSid) return invalid('wrong-stream');
  switch (message['event']) {
    case 'media':
      return hasOnly(message, 'media') ? readMedia(message['media']) : invalid('wrong-fields');
    case 'mark':
      return hasOnly(message, 'mark') ? readMark(message['mark']) : invalid('wrong-fields');
    default:
      return hasOnly(message, undefined) ? { event: 'clear' } : invalid('wrong-fields');
  }
}

function readMedia(media: unknown): BridgeMessage {
  if (!isRecord(media) || Object.keys(media).length !== 1) return invalid('wrong-fields');
  const payload = media['payload'];
  if (typeof payload !== 'string') return invalid('wrong-fields');
  if (payload.length % 4 !== 0 || !BASE64.test(payload)) return invalid('payload-not-base64');
  const audio = Buffer.from(payload, 'base64');
  const magic = audio.toString('latin1', 0, 4);
  if (magic === 'RIFF' || magic === '.snd') return invalid('payload-has-file-header');
  return { event: 'media', audio };
}

function readMark(mark: unknown): BridgeMessage {
  if (!isRecord(mark) || Object.keys(mark).length !== 1) return invalid('wrong-fields');
  const name = mark['name'];
  return typeof name === 'string' && name !== '' ? { event: 'mark', name } : invalid('wrong-fields');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function hasOnly(message: Readonly<Record<string, unknown>>, body: string | undefined): boolean {
  const count = Object.keys(message).length;
  return body === undefined ? count === 2 : count === 3 && body in message;
}

function invalid(violation: Violation): BridgeMessage {
  return { event: 'invalid', violation };
}
