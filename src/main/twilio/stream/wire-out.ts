/** Names that need no quoting. */
const PLAIN = /^[\w:-]*$/;
const BEYOND_ASCII = /[^\x20-\x7e]/g;

/**
 * The three messages Twilio accepts, for one stream; all are ASCII. Twilio ignores a message with a field missing or
 * one too many. So the constant parts are written once, byte for byte, and only the changing part goes between them.
 */
export class OutgoingFrames {
  readonly clear: string;
  private readonly mediaHead: string;
  private readonly markHead: string;

  /** `streamSid` must be plain letters and digits, as `parseCarrierFrame` ensures. */
  constructor(streamSid: string) {
    this.clear = `{"event":"clear","streamSid":"${streamSid}"}`;
    this.mediaHead = `{"event":"media","streamSid":"${streamSid}","media":{"payload":"`;
    this.markHead = `{"event":"mark","streamSid":"${streamSid}","mark":{"name":`;
  }

  /** `payload`: base64 of raw µ-law, passed through unchanged. */
  media(payload: string): string {
    return this.mediaHead + payload + '"}}';
  }

  /** `name` may be any text; it comes back unchanged. */
  mark(name: string): string {
    const quoted = PLAIN.test(name) ? `"${name}"` : JSON.stringify(name).replace(BEYOND_ASCII, escaped);
    return this.markHead + quoted + '}}';
  }
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
