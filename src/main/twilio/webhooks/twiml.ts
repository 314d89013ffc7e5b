import twilio from 'twilio';
import type { RingVerdict } from '../../ports/ports';
import type { Announcement } from '../../ports/ports-transfer';

/** Limit below Twilio's own: name and value of one Parameter may have 499 characters together. */
const MAX_PARAMETER_CHARS = 400;

/** Said when nobody hung up and there is nobody to speak with: our process, the tunnel or the model is gone. */
const LOST = 'We are sorry, we lost the connection. Please call again. Goodbye.';

type Refusal = Extract<RingVerdict, { admitted: false }>['reason'];

const SAID_OF_REFUSAL: Readonly<Record<Refusal, string | null>> = {
  full: 'We are sorry, all our lines are busy. Please call again in a few minutes. Goodbye.',
  spent: 'We are sorry, we can take no more calls today. Please call again tomorrow. Goodbye.',
  stopping: 'We are sorry, we cannot take your call right now. Please call again later. Goodbye.',
  over: null,
};

/** Said to a caller who waits for the connection to come back, in place of a second of silence. */
const PATIENCE = 'One moment, please.';
/** Attempts to come back that are a second apart, before those of two seconds. */
const QUICK_RETURNS = 40;
/** Attempt before which the caller is asked for patience the first time, and how many later each time after. */
const FIRST_PATIENCE = 4;
const PATIENCE_EVERY = 12;

/** Time to decide after the announcement; then staying on the line means yes. */
const DECIDE_SECONDS = 4;

/** Facts of a `Connect` document: the stream's address, and its parameters. */
export interface ConnectFacts {
  readonly streamUrl: string;
  readonly statusUrl: string;
  /** Addresses of the streams on which the caller comes back, each tried once. */
  readonly returnUrls: readonly string[];
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Connects the caller to our stream. A stream that ends or cannot be reached has the carrier go on with the next verb. So
 * the document leads back to us again and again, and ends with a sentence: it is at the carrier, and needs no server of ours.
 */
export function connectDocument(facts: ConnectFacts): string {
  const response = new twilio.twiml.VoiceResponse();
  const stream = response.connect().stream({
    url: facts.streamUrl,
    statusCallback: facts.statusUrl,
    statusCallbackMethod: 'POST',
  });
  for (const [name, value] of Object.entries(facts.parameters)) {
    stream.parameter({ name, value: xmlText(value.slice(0, MAX_PARAMETER_CHARS)) });
  }
  for (const [attempt, url] of facts.returnUrls.entries()) {
    if (attempt >= FIRST_PATIENCE && (attempt - FIRST_PATIENCE) % PATIENCE_EVERY === 0) response.say(PATIENCE);
    else if (attempt > 0) response.pause({ length: attempt < QUICK_RETURNS ? 1 : 2 });
    response.connect().stream({ url });
  }
  return lost(response);
}

/** Tells a caller whose call is over that the connection was lost, and hangs up. */
export function lostDocument(): string {
  return lost(new twilio.twiml.VoiceResponse());
}

function lost(response: InstanceType<typeof twilio.twiml.VoiceResponse>): string {
  response.say(LOST);
  response.hangup();
  return response.toString();
}

/** Facts of a `Dial` document: the person to whom the caller is transferred, and the addresses for reports about it. */
export interface DialFacts {
  readonly to: string;
  /** Number the person sees. */
  readonly callerId: string;
  readonly ringSeconds: number;
  readonly afterUrl: string;
  readonly statusUrl: string;
  /** Address of the announcement; undefined: the two are connected as the person picks up. */
  readonly announceUrl?: string | undefined;
}

/** Transfers the caller to a phone; afterwards Twilio asks us how to go on. */
export function dialDocument(facts: DialFacts): string {
  const response = new twilio.twiml.VoiceResponse();
  const dial = response.dial({
    action: facts.afterUrl,
    method: 'POST',
    timeout: facts.ringSeconds,
    callerId: facts.callerId,
    // The caller hears the ringing until the person has been told who is calling.
    answerOnBridge: true,
  });
  dial.number(
    {
      ...(facts.announceUrl === undefined ? {} : { url: facts.announceUrl, method: 'POST' }),
      statusCallback: facts.statusUrl,
      statusCallbackMethod: 'POST',
      statusCallbackEvent: ['answered'],
    },
    facts.to,
  );
  return response.toString();
}

/**
 * Announces the caller and reports the person's decision to us. Neither declining nor hanging up means taking the call.
 */
export function announceDocument({ words, voice }: Announcement, decideUrl: string): string {
  const response = new twilio.twiml.VoiceResponse();
  const gather = response.gather({
    input: ['dtmf'],
    numDigits: 1,
    timeout: DECIDE_SECONDS,
    action: decideUrl,
    method: 'POST',
    actionOnEmptyResult: true,
  });
  gather.say({ language: voice }, xmlText(words));
  response.hangup();
  return response.toString();
}

/** Ends our part: a person who heard this is connected. */
export function goOnDocument(): string {
  return new twilio.twiml.VoiceResponse().toString();
}

/** Tells the caller why nobody answers, where there is something to tell, and hangs up. */
export function refusalDocument(reason: Refusal): string {
  const sentence = SAID_OF_REFUSAL[reason];
  return sentence === null ? hangUpDocument() : sayAndHangUp(sentence);
}

/** Ends a call silently, because it is over already. */
export function hangUpDocument(): string {
  const response = new twilio.twiml.VoiceResponse();
  response.hangup();
  return response.toString();
}

function sayAndHangUp(sentence: string): string {
  const response = new twilio.twiml.VoiceResponse();
  response.say(sentence);
  response.hangup();
  return response.toString();
}

/**
 * Removes characters that no XML document may contain. The library escapes only markup, and Twilio refuses the whole
 * document.
 */
function xmlText(text: string): string {
  return text.replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '');
}
