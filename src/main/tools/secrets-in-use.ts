import type { ReadToolSecret } from '../ports/ports-keys';
import { ToolError } from './tool-error';

/** Shorter secrets are not looked for in answers: they would be found in everything. */
const MIN_TRACED_CHARS = 6;

const WHY_NOT = {
  absent: 'is not there: add it under Tool secrets in the settings',
  locked: 'cannot be read while the key store is locked',
  elsewhere: 'may not be sent to this service',
} as const;

/** The secrets that one call of a tool sends to its origin, so that none of them comes back in what the model reads. */
export class SecretsInUse {
  private readonly values = new Map<string, string>();

  constructor(
    private readonly read: ReadToolSecret,
    private readonly origin: string,
  ) {}

  /** @throws ToolError when the secret may not be had */
  of(name: string): string {
    const answer = this.read(name, this.origin);
    if (!answer.ok) throw new ToolError('refused', `The secret ${name} ${WHY_NOT[answer.why]}`);
    this.values.set(name, answer.value);
    return answer.value;
  }

  /** The text without any of them. */
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
