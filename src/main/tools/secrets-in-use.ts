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
      for (const written of new Set([value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)]))
        clean = clean.replaceAll(written, `[secret ${name}]`);
    }
    return clean;
  }
}
