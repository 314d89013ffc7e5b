import type { CallLog } from '../call-log';
import type { FormParams } from './signature';
import { parseTwiml, type XmlElement } from './twiml';

/** Source of a TwiML document: inline, or a URL to request. */
export type DocumentSource =
  | { readonly twiml: string }
  | {
      readonly url: string;
      readonly method: 'GET' | 'POST';
      readonly extra: FormParams;
      readonly kind: 'voice' | 'action' | 'person';
    };

/** A fetched document; `url` is the base of its relative addresses. */
export interface FetchedDocument {
  readonly url: string | undefined;
  readonly contentType: string;
  readonly body: string;
}

/** A URL to request and the method to request it with. */
export interface Address {
  readonly url: string;
  readonly method: 'GET' | 'POST';
}

/** Address that is told who answered, a person or a machine. */
export interface AnsweredByCallback extends Address {
  /** Reports a machine when its beep has sounded, not as soon as it answers. */
  readonly atBeep: boolean;
}

/**
 * Reason why running documents ended. `ran-out`: nothing was left to do; `busy`, `no-answer`: the call was never answered.
 */
export type RunEnding = 'hung-up' | 'ran-out' | 'interrupted' | 'busy' | 'no-answer' | 'application-error';

/** Operations on a call that TwiML can perform. */
export interface TwimlCall {
  readonly log: CallLog;
  /** Fetches a document; undefined if neither the URL nor a fallback gave one. */
  fetch(source: DocumentSource, isFallback: boolean): Promise<FetchedDocument | undefined>;
  answer(): void;
  stream(connect: XmlElement, stream: XmlElement): Promise<void>;
  /** Waits `ms` or, in virtual time, only counts it. */
  spend(ms: number, signal: AbortSignal): Promise<void>;
  /** Dials a person; resolves with the parameters of the action request. */
  dial(verb: XmlElement, base: string | undefined, action: Address | undefined): Promise<FormParams>;
  /** Collects the keys pressed while `play` runs, which includes the timeout; empty: none. */
  gather(play: () => Promise<void>): Promise<string>;
  /** True while there is an unused fallback. */
  hasFallback(): boolean;
}

type Flow =
  { readonly go: 'on' } | { readonly go: 'to'; readonly source: DocumentSource } | { readonly end: RunEnding };

const ON: Flow = { go: 'on' };
const MS_PER_SPOKEN_CHARACTER = 65;
const GATHER_TIMEOUT_S = 5;
/** Most documents run in one call, so that one that redirects to itself does not keep the call for ever. */
const MAX_DOCUMENTS = 100;

/** Runs TwiML from top to bottom until the call ends or `signal` aborts it. */
export async function runTwiml(first: DocumentSource, call: TwimlCall, signal: AbortSignal): Promise<RunEnding> {
  let source = first;
  for (let count = 0; count < MAX_DOCUMENTS; count += 1) {
    const flow = await runDocument(source, call, signal);
    if (signal.aborted) return 'interrupted';
    if ('end' in flow) return flow.end;
    if (flow.go === 'on') return 'ran-out';
    source = flow.source;
  }
  return 'application-error';
}

async function runDocument(source: DocumentSource, call: TwimlCall, signal: AbortSignal): Promise<Flow> {
  let document = await call.fetch(source, false);
  for (;;) {
    if (signal.aborted) return { end: 'interrupted' };
    const verbs = document && readDocument(document, call.log);
    if (document && verbs) return runVerbs(verbs, document.url, call, signal);
    if (!call.hasFallback()) return { end: 'application-error' };
    document = await call.fetch(source, true);
  }
}

function readDocument({ contentType, body }: FetchedDocument, log: CallLog): readonly XmlElement[] | undefined {
  if (contentType === '') {
    log.code(11200, 'the answer has no Content-Type');
    return undefined;
  }
  if (contentType === 'text/plain' && !body.startsWith('<')) {
    return [{ name: 'Say', attributes: {}, children: [], text: body }];
  }
  if (!['text/xml', 'application/xml', 'text/html'].includes(contentType)) {
    log.code(12300, contentType);
    return undefined;
  }
  const twiml = parseTwiml(body);
  if (!twiml.ok) {
    log.code(12100, twiml.reason);
    return undefined;
  }
  for (const { code, violation, detail } of twiml.warnings) {
    if (code !== undefined) log.code(code, detail);
    if (violation !== undefined) log.violation(violation, detail);
  }
  return twiml.verbs;
}

async function runVerbs(
  verbs: readonly XmlElement[],
  base: string | undefined,
  call: TwimlCall,
  signal: AbortSignal,
): Promise<Flow> {
  for (const [index, verb] of verbs.entries()) {
    call.log.verb(verb.name, verb.attributes, verb.text);
    if (verb.name === 'Reject' && index === 0) {
      return { end: verb.attributes['reason'] === 'busy' ? 'busy' : 'no-answer' };
    }
    call.answer();
    const flow = await runVerb(verb, base, call, signal);
    if (signal.aborted) return { end: 'interrupted' };
    if ('end' in flow || flow.go === 'to') return flow;
  }
  return ON;
}

async function runVerb(
  verb: XmlElement,
  base: string | undefined,
  call: TwimlCall,
  signal: AbortSignal,
): Promise<Flow> {
  switch (verb.name) {
    case 'Say':
    case 'Pause':
      await speak(verb, call, signal);
      return ON;
    case 'Gather':
      return runGather(verb, base, call, signal);
    case 'Connect': {
      const stream = verb.children.find(({ name }) => name === 'Stream');
      if (stream) await call.stream(verb, stream);
      return actionOf(verb, base, {});
    }
    case 'Dial': {
      const action = verb.attributes['action'];
      const outcome = await call.dial(verb, base, action === undefined ? undefined : addressOf(action, verb, base));
      return actionOf(verb, base, outcome);
    }
    case 'Redirect':
      return { go: 'to', source: { kind: 'action', ...addressOf(verb.text, verb, base), extra: {} } };
    case 'Hangup':
    case 'Reject':
      return { end: 'hung-up' };
    default:
      return ON;
  }
}

async function speak(verb: XmlElement, call: TwimlCall, signal: AbortSignal): Promise<void> {
  if (verb.name === 'Say') {
    call.log.say(verb.text);
    await call.spend(verb.text.length * MS_PER_SPOKEN_CHARACTER, signal);
  } else if (verb.name === 'Pause') {
    await call.spend(Number(verb.attributes['length'] ?? 1) * 1_000, signal);
  }
}

async function runGather(
  verb: XmlElement,
  base: string | undefined,
  call: TwimlCall,
  signal: AbortSignal,
): Promise<Flow> {
  const digits = await call.gather(async () => {
    for (const child of verb.children) await speak(child, call, signal);
    await call.spend(Number(verb.attributes['timeout'] ?? GATHER_TIMEOUT_S) * 1_000, signal);
  });
  if (digits !== '') return actionOf(verb, base, { Digits: digits });
  return verb.attributes['actionOnEmptyResult'] === 'true' ? actionOf(verb, base, { Digits: '' }) : ON;
}

function actionOf(verb: XmlElement, base: string | undefined, extra: FormParams): Flow {
  const action = verb.attributes['action'];
  if (action === undefined) return ON;
  return { go: 'to', source: { kind: 'action', ...addressOf(action, verb, base), extra } };
}

/** Resolves the address that an element names, with its own method and against the base URL. */
export function addressOf(address: string, verb: XmlElement, base: string | undefined): Address {
  const method = verb.attributes['method']?.toUpperCase() === 'GET' ? 'GET' : 'POST';
  // An absolute address is signed as written, not as a URL parser would normalise it.
  if (/^https?:/i.test(address)) return { url: address, method };
  try {
    return { url: new URL(address, base).href, method };
  } catch {
    return { url: address, method };
  }
}
