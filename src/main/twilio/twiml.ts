import twilio from 'twilio';

/** Name and value of one Parameter may have 499 characters together. */
const MAX_PARAMETER_CHARS = 400;

/** What the caller hears when the stream is over and nobody hung up: our process, the tunnel or the model is gone. */
const LOST = 'We are sorry, we lost the connection. Please call again. Goodbye.';
const FULL = 'We are sorry, all our lines are busy. Please call again in a few minutes. Goodbye.';
const NOT_ANSWERING = 'We are sorry, we cannot take your call right now. Please call again later. Goodbye.';

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
