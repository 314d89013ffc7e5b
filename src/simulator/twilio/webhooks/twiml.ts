import { SaxesParser } from 'saxes';
import type { CallLog } from '../call-log';
import type { Violation } from '../media/bridge-message';

/** An element of a document; `text` is its own character data, trimmed. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

/** A document Twilio could run, or the reason why not: 12100, the XML is broken or is no `<Response>`. */
export type Twiml =
  | { readonly ok: true; readonly verbs: readonly XmlElement[]; readonly warnings: readonly TwimlWarning[] }
  | { readonly ok: false; readonly reason: string };

/** Warning 12200: something unknown to the schema, which is skipped; or a verb this simulator cannot run. */
export interface TwimlWarning {
  readonly code: 12200 | undefined;
  readonly violation: Violation | undefined;
  readonly detail: string;
}

const CALLBACK = ['statusCallback', 'statusCallbackMethod'];

/** Verbs and nouns that can be run here, with the attributes their schema allows. */
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  Say: ['voice', 'language', 'loop'],
  Play: ['loop', 'digits'],
  Pause: ['length'],
  Connect: ['action', 'method'],
  Stream: ['url', 'name', 'track', ...CALLBACK],
  Parameter: ['name', 'value'],
  Redirect: ['method'],
  Gather: ['input', 'action', 'method', 'numDigits', 'timeout', 'finishOnKey', 'actionOnEmptyResult', 'language'],
  Hangup: [],
  Reject: ['reason'],
  Dial: [
    ...['action', 'method', 'timeout', 'callerId', 'answerOnBridge', 'record', 'timeLimit', 'hangupOnStar', 'trim'],
    ...['ringTone', 'recordingStatusCallback', 'recordingStatusCallbackMethod', 'recordingStatusCallbackEvent'],
  ],
  Number: ['sendDigits', 'url', 'method', 'byoc', 'statusCallbackEvent', ...CALLBACK],
  Conference: [
    ...['muted', 'startConferenceOnEnter', 'endConferenceOnExit', 'participantLabel', 'jitterBufferSize', 'beep'],
    ...['waitUrl', 'waitMethod', 'maxParticipants', 'record', 'region', 'coach', 'trim', 'statusCallbackEvent'],
    ...['recordingStatusCallback', 'recordingStatusCallbackMethod', 'recordingStatusCallbackEvent', ...CALLBACK],
  ],
};

const TOP_LEVEL = ['Say', 'Play', 'Pause', 'Connect', 'Redirect', 'Hangup', 'Reject', 'Dial', 'Gather'];
const KNOWN_TO_TWILIO_ONLY = ['Record', 'Enqueue', 'Leave', 'Pay', 'Prompt', 'Refer', 'Start', 'Stop'];

/** Parses an answer of the voice webhook as Twilio would. */
export function parseTwiml(source: string): Twiml {
  try {
    const root = parseXml(source);
    if (root.name !== 'Response') return { ok: false, reason: `the root is <${root.name}>` };
    const warnings: TwimlWarning[] = [];
    const verbs = root.children.filter((verb) => isRunnable(verb, warnings));
    for (const verb of verbs) checkAttributes(verb, warnings);
    return { ok: true, verbs, warnings };
  } catch (error) {
    if (error instanceof XmlError) return { ok: false, reason: error.message };
    throw error;
  }
}

function isRunnable(verb: XmlElement, warnings: TwimlWarning[]): boolean {
  if (TOP_LEVEL.includes(verb.name)) return true;
  const isOurs = KNOWN_TO_TWILIO_ONLY.includes(verb.name);
  warnings.push({
    code: isOurs ? undefined : 12200,
    violation: isOurs ? 'unsupported-verb' : undefined,
    detail: `<${verb.name}>`,
  });
  return false;
}

function checkAttributes(element: XmlElement, warnings: TwimlWarning[]): void {
  const known = ATTRIBUTES[element.name];
  // Elements inside <Say> are SSML, which has its own schema.
  if (element.name === 'Say' && known) {
    warnUnknown(element, known, warnings);
    return;
  }
  if (!known) {
    warnings.push({ code: 12200, violation: undefined, detail: `<${element.name}>` });
    return;
  }
  warnUnknown(element, known, warnings);
  for (const child of element.children) checkAttributes(child, warnings);
}

function warnUnknown(element: XmlElement, known: readonly string[], warnings: TwimlWarning[]): void {
  for (const attribute of Object.keys(element.attributes)) {
    if (known.includes(attribute)) continue;
    warnings.push({ code: 12200, violation: undefined, detail: `<${element.name} ${attribute}>` });
  }
}

/** A parsed `<Stream>` element. */
export interface StreamVerb {
  readonly url: string;
  readonly name: string;
  /** False fails with 31941: a bidirectional stream carries only the caller's track. */
  readonly hasValidTrack: boolean;
  readonly callback: { readonly url: string; readonly method: 'GET' | 'POST' } | undefined;
  readonly customParameters: Readonly<Record<string, string>>;
}

const MAX_PARAMETER_CHARACTERS = 499;

/** Parses a `<Stream>` element; a parameter that is too long is left out and logged. */
export function readStreamVerb(element: XmlElement, log: CallLog): StreamVerb {
  const { url = '', name = '', track, statusCallback, statusCallbackMethod } = element.attributes;
  const method = statusCallbackMethod?.toUpperCase() === 'GET' ? 'GET' : 'POST';
  const parameters = new Map<string, string>();
  for (const { attributes } of element.children.filter((child) => child.name === 'Parameter')) {
    const { name: key = '', value = '' } = attributes;
    if (key.length + value.length <= MAX_PARAMETER_CHARACTERS) parameters.set(key, value);
    else log.violation('parameter-too-long', key.slice(0, 40));
  }
  return {
    url,
    name,
    hasValidTrack: track === undefined || track === 'inbound_track',
    callback: statusCallback === undefined ? undefined : { url: statusCallback, method },
    customParameters: Object.fromEntries(parameters),
  };
}

/** Thrown when a document is not well-formed; the message gives the position. */
class XmlError extends Error {
  override readonly name = 'XmlError';
}

interface OpenElement extends XmlElement {
  readonly children: XmlElement[];
  text: string;
}

const MAX_DEPTH = 32;

/** Parses a small XML document strictly: no DTD, no processing instruction, no leading white space. Throws XmlError. */
function parseXml(source: string): XmlElement {
  if (!source.startsWith('<')) throw new XmlError('the document does not begin with <');
  const parser = new SaxesParser();
  const document: OpenElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [document];
  const fail = (reason: string): never => {
    throw new XmlError(reason);
  };
  const addText = (text: string): void => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  };
  parser.on('error', ({ message }) => fail(message));
  parser.on('doctype', () => fail('a document type is not allowed'));
  parser.on('processinginstruction', () => fail('a processing instruction is not allowed'));
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('opentag', ({ name, attributes }) => {
    const element: OpenElement = { name, attributes, children: [], text: '' };
    open.at(-1)?.children.push(element);
    if (open.push(element) > MAX_DEPTH) fail('elements nested too deep');
  });
  parser.on('closetag', () => {
    const element = open.pop();
    if (element !== undefined) element.text = element.text.trim();
  });
  parser.write(source).close();
  return document.children[0] ?? fail('the document has no element');
}
