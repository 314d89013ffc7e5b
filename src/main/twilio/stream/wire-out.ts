/** Needs no quoting. */
const PLAIN = /^[\w:-]*$/;
const BEYOND_ASCII = /[^\x20-\x7e]/g;

/**
 * The three messages Twilio accepts, for one stream. Twilio ignores a message with a field missing or one too many, so
 * the constant parts are written once, byte for byte, and only the changing part is put between them. All three are ASCII.
 */
export class OutgoingFrames {
  readonly clear: string;
  private readonly mediaHead: string;
  private readonly markHead: string;

  /** `streamSid` must be plain letters and digits, as `parseCarrierFrame` lets through. */
  constructor(streamSid: string) {
    this.clear = `{"event":"clear","streamSid":"${streamSid}"}`;
    this.mediaHead = `{"event":"media","streamSid":"${streamSid}","media":{"payload":"`;
    this.markHead = `{"event":"mark","streamSid":"${streamSid}","mark":{"name":`;
  }

  /** `payload`: base64 of raw µ-law; goes through as the string it is. */
  media(payload: string): string {
    return this.mediaHead + payload + '"}}';
  }

  /** `name`: whatever it holds, it comes back as it is. */
  mark(name: string): string {
    const quoted = PLAIN.test(name) ? `"${name}"` : JSON.stringify(name).replace(BEYOND_ASCII, escaped);
    return this.markHead + quoted + '}}';
  }
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
