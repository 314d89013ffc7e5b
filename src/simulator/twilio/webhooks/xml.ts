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

const NAME = /[A-Za-z_][\w.:-]*/y;
const SPACE = /[ \t\r\n]+/y;
const DECLARATION = /<\?xml[ \t\r\n][^?]*\?>/y;
const COMMENT = /<!--(?:(?!--)[\s\S])*-->/y;
const CDATA = /<!\[CDATA\[([\s\S]*?)\]\]>/y;
const TEXT = /[^<]+/y;
const QUOTED = /"([^"<]*)"|'([^'<]*)'/y;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const MAX_DEPTH = 32;

/** Parses a small XML document strictly: no DTD, no leading white space, every entity known. Throws XmlError. */
export function parseXml(source: string): XmlElement {
  return new Reader(source).document();
}

class Reader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  document(): XmlElement {
    this.#take(DECLARATION);
    this.#skipBetween();
    const root = this.#element(0);
    this.#skipBetween();
    if (this.#at < this.#source.length) this.#fail('content after the root element');
    return root;
  }

  #element(depth: number): XmlElement {
    if (depth > MAX_DEPTH) this.#fail('elements nested too deep');
    this.#expect('<');
    const name = this.#name();
    const attributes = this.#attributes();
    if (this.#skip('/>')) return { name, attributes, children: [], text: '' };
    this.#expect('>');
    const children: XmlElement[] = [];
    let text = '';
    while (!this.#skip('</')) {
      const cdata = this.#take(CDATA);
      if (cdata) text += cdata[1] ?? '';
      else if (this.#take(COMMENT)) continue;
      else if (this.#source[this.#at] === '<') children.push(this.#element(depth + 1));
      else text += this.#text();
    }
    if (this.#name() !== name) this.#fail(`<${name}> is not closed`);
    this.#take(SPACE);
    this.#expect('>');
    return { name, attributes, children, text: text.trim() };
  }

  #attributes(): Readonly<Record<string, string>> {
    const attributes = new Map<string, string>();
    while (this.#take(SPACE) && /[A-Za-z_]/.test(this.#source[this.#at] ?? '')) {
      const name = this.#name();
      this.#take(SPACE);
      this.#expect('=');
      this.#take(SPACE);
      const quoted = this.#take(QUOTED);
      if (!quoted) this.#fail(`the value of ${name} is not quoted`);
      if (attributes.has(name)) this.#fail(`${name} is given twice`);
      attributes.set(name, this.#decode(quoted[1] ?? quoted[2] ?? ''));
    }
    return Object.fromEntries(attributes);
  }

  #text(): string {
    const text = this.#take(TEXT)?.[0];
    if (text === undefined) this.#fail('the document ends within an element');
    if (text.includes(']]>')) this.#fail(']]> in text');
    return this.#decode(text);
  }

  #decode(raw: string): string {
    return raw.replace(/&([^;&]*)(;?)/g, (whole: string, entity: string, end: string) => {
      const code = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}))$/.exec(entity);
      const known = code ? characterOf(code[1], code[2]) : ENTITIES[entity];
      if (known === undefined || end === '') this.#fail(`${whole} is no entity`);
      return known;
    });
  }

  #skipBetween(): void {
    while (this.#at > 0 && this.#take(SPACE)) continue;
    while (this.#take(COMMENT)) this.#take(SPACE);
  }

  #name(): string {
    const name = this.#take(NAME)?.[0];
    if (name === undefined) this.#fail('a name is missing');
    return name;
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#source);
    if (match) this.#at = pattern.lastIndex;
    return match;
  }

  #skip(token: string): boolean {
    if (!this.#source.startsWith(token, this.#at)) return false;
    this.#at += token.length;
    return true;
  }

  #expect(token: string): void {
    if (!this.#skip(token)) this.#fail(`${token} is missing`);
  }

  #fail(reason: string): never {
    throw new XmlError(`${reason}, at character ${this.#at}`);
  }
}

function characterOf(hex: string | undefined, decimal: string | undefined): string | undefined {
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
