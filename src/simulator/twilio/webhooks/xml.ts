import { SaxesParser } from 'saxes';

/** An element of a document; `text` is its own character data, trimmed. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

/** Thrown when a document is not well-formed; the message gives the position. */
export class XmlError extends Error {
  override readonly name = 'XmlError';
}

interface OpenElement extends XmlElement {
  readonly children: XmlElement[];
  text: string;
}

const MAX_DEPTH = 32;

/** Parses a small XML document strictly: no DTD, no processing instruction, no leading white space. Throws XmlError. */
export function parseXml(source: string): XmlElement {
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
