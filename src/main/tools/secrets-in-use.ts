import type { ReadToolSecret } from '../ports/ports-keys';
import { ToolError } from './tool-error';

/** Shortest secret to look for in answers; a shorter one would be found everywhere. */
const MIN_TRACED_CHARS = 6;

const WHY_NOT = {
  absent: 'is not there: add it under Tool secrets in the settings',
  locked: 'cannot be read while the key store is locked',
  elsewhere: 'may not be sent to this service',
} as const;

/** Secrets that one tool call sends to its origin, tracked so that none of them comes back in the text for the model. */
export class SecretsInUse {
  private readonly values = new Map<string, string>();

  constructor(
    private readonly read: ReadToolSecret,
    private readonly origin: string,
  ) {}

  /** Returns a secret and tracks it. @throws ToolError when the secret is not available */
  of(name: string): string {
    const answer = this.read(name, this.origin);
    if (!answer.ok) throw new ToolError('refused', `The secret ${name} ${WHY_NOT[answer.why]}`);
    this.values.set(name, answer.value);
    return answer.value;
  }

  /** The text with all tracked secrets masked. */
  redacted(text: string): string {
    let clean = text;
    for (const [name, value] of this.values) {
      if (value.length < MIN_TRACED_CHARS) continue;
      for (const written of waysToWrite(value)) clean = clean.replaceAll(written, `[secret ${name}]`);
    }
    return clean;
  }
}

/** Ways in which a service may quote a secret back: as it is, in JSON, and in URL, hex or base64 encoding. */
export function waysToWrite(secret: string): ReadonlySet<string> {
  const bytes = Buffer.from(secret);
  const hex = bytes.toString('hex');
  const escaped = encodeURIComponent(secret);
  const percent = hex.replaceAll(/../g, '%$&');
  // Base64 looks different at each of the three places where a secret may begin, as behind `user:`.
  const encoded = [0, 1, 2].flatMap((before) => {
    const all = Buffer.concat([Buffer.alloc(before), bytes]);
    const [from, to] = [Math.ceil((before * 4) / 3), Math.floor((all.length * 4) / 3)];
    return (['base64', 'base64url'] as const).map((encoding) => all.toString(encoding).slice(from, to));
  });
  const lowered = escaped.replaceAll(/%../g, (each) => each.toLowerCase());
  const plain = [secret, JSON.stringify(secret).slice(1, -1), escaped, lowered];
  return new Set([...plain, hex, hex.toUpperCase(), percent, percent.toUpperCase(), ...encoded]);
}
