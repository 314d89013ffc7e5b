/** The call's data in the `start` message. */
export interface StartFacts {
  readonly accountSid: string;
  readonly callSid: string;
  readonly streamSid: string;
  readonly customParameters: Readonly<Record<string, string>>;
}

/** Builds Twilio's messages to the bridge, exact to the byte: numbers that are strings on the wire are strings here. */
export class CallerFrames {
  readonly #facts: StartFacts;
  readonly #mediaEnd: string;
  #sequence = 0;
  #chunk = 0;

  constructor(facts: StartFacts) {
    this.#facts = facts;
    this.#mediaEnd = `"},"streamSid":"${facts.streamSid}"}`;
  }

  connected(): string {
    return '{"event":"connected","protocol":"Call","version":"1.0.0"}';
  }

  start(): string {
    const { accountSid, callSid, streamSid, customParameters } = this.#facts;
    return JSON.stringify({
      event: 'start',
      sequenceNumber: this.#next(),
      start: {
        accountSid,
        streamSid,
        callSid,
        tracks: ['inbound'],
        mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
        customParameters,
      },
      streamSid,
    });
  }

  /** Concatenates the message instead of stringifying it, since every call sends fifty a second. */
  media(payload: string, timestampMs: number): string {
    this.#sequence += 1;
    this.#chunk += 1;
    return `{"event":"media","sequenceNumber":"${this.#sequence}","media":{"track":"inbound","chunk":"${this.#chunk}","timestamp":"${timestampMs}","payload":"${payload}${this.#mediaEnd}`;
  }

  digit(digit: string): string {
    const { streamSid } = this.#facts;
    return JSON.stringify({
      event: 'dtmf',
      streamSid,
      sequenceNumber: this.#next(),
      dtmf: { track: 'inbound_track', digit },
    });
  }

  mark(name: string): string {
    const { streamSid } = this.#facts;
    return JSON.stringify({ event: 'mark', sequenceNumber: this.#next(), streamSid, mark: { name } });
  }

  stop(): string {
    const { accountSid, callSid, streamSid } = this.#facts;
    return JSON.stringify({ event: 'stop', sequenceNumber: this.#next(), stop: { accountSid, callSid }, streamSid });
  }

  #next(): string {
    this.#sequence += 1;
    return String(this.#sequence);
  }
}
