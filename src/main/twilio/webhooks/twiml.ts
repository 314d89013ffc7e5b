import twilio from 'twilio';
import type { Announcement } from '../../ports/ports-transfer';

/** Name and value of one Parameter may have 499 characters together. */
const MAX_PARAMETER_CHARS = 400;

/** What the caller hears when the stream is over and nobody hung up: our process, the tunnel or the model is gone. */
const LOST = 'We are sorry, we lost the connection. Please call again. Goodbye.';
const FULL = 'We are sorry, all our lines are busy. Please call again in a few minutes. Goodbye.';
const NOT_ANSWERING = 'We are sorry, we cannot take your call right now. Please call again later. Goodbye.';

/** How long a person has after the announcement before staying on the line means yes. */
const DECIDE_SECONDS = 4;

/** Where the stream goes, and what is told to it. */
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

/** Whom a caller is put through to, and where the carrier tells what becomes of it. */
export interface DialFacts {
  readonly to: string;
  /** The number the person sees. */
  readonly callerId: string;
  readonly ringSeconds: number;
  readonly afterUrl: string;
  readonly statusUrl: string;
  /** What the person hears first; undefined: they are connected as they pick up. */
  readonly announceUrl?: string | undefined;
}

/** Puts the caller through to a phone; what comes after it is asked of us. */
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

/** Tells a person who is calling, and asks us what they decided; who neither declines nor hangs up takes the call. */
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

/** Nothing more to do here: a person who heard this is connected. */
export function goOnDocument(): string {
  return new twilio.twiml.VoiceResponse().toString();
}

/** Tells the caller that every line is taken, and hangs up. */
export function fullDocument(): string {
  return sayAndHangUp(FULL);
}

/** Tells the caller that nobody answers now, and hangs up. */
export function notAnsweringDocument(): string {
  return sayAndHangUp(NOT_ANSWERING);
}

/** Ends a call that is over already: nobody is there to be told anything. */
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

/** The library escapes markup but lets through characters that no XML document may hold, which Twilio refuses whole. */
function xmlText(text: string): string {
  return text.replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '');
}
