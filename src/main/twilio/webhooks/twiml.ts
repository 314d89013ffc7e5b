import twilio from 'twilio';
import type { RingVerdict } from '../../ports/ports';
import type { Announcement } from '../../ports/ports-transfer';

/** Limit below Twilio's own: name and value of one Parameter may have 499 characters together. */
const MAX_PARAMETER_CHARS = 400;

/** Said when the stream is over and nobody hung up: our process, the tunnel or the model is gone. */
const LOST = 'We are sorry, we lost the connection. Please call again. Goodbye.';

type Refusal = Extract<RingVerdict, { admitted: false }>['reason'];

const SAID_OF_REFUSAL: Readonly<Record<Refusal, string | null>> = {
  full: 'We are sorry, all our lines are busy. Please call again in a few minutes. Goodbye.',
  spent: 'We are sorry, we can take no more calls today. Please call again tomorrow. Goodbye.',
  stopping: 'We are sorry, we cannot take your call right now. Please call again later. Goodbye.',
  over: null,
};

/** Time to decide after the announcement; then staying on the line means yes. */
const DECIDE_SECONDS = 4;

/** Facts of a `Connect` document: the stream's address, and its parameters. */
export interface ConnectFacts {
  readonly streamUrl: string;
  readonly statusUrl: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Connects the caller to our stream, with a sentence and a hang-up after it that need no server of ours. */
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
