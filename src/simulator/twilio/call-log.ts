import type { Violation } from './media/bridge-message';
import type { FormParams, SignatureMode } from './webhooks/signature';

/** A code of Twilio's error dictionary that the console would show for the call. Times are ms of the call. */
export interface CodeRecord {
  readonly code: number;
  readonly atMs: number;
  readonly detail: string;
}

/** A TwiML verb that ran. */
export interface VerbRecord {
  readonly verb: string;
  readonly atMs: number;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
}

/** A request Twilio made to the product. `status` 0: no answer came, and `code` is the reason. */
export interface WebhookRecord {
  readonly kind:
    'voice' | 'fallback' | 'action' | 'person' | 'call-status' | 'stream-status' | 'person-status' | 'answered-by';
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly params: FormParams;
  readonly signature: SignatureMode;
  readonly atMs: number;
  readonly tookMs: number;
  readonly status: number;
  readonly code: number | undefined;
  readonly body: string;
}

/** A message or document of the product that Twilio forbids or punishes. */
export interface ViolationRecord {
  readonly violation: Violation;
  readonly atMs: number;
  readonly detail: string;
}

const MAX_ENTRIES = 2_000;

/** Twilio's records of one call. Each list keeps its first 2,000 entries. */
export class CallLog {
  readonly #nowMs: () => number;
  readonly codes: CodeRecord[] = [];
  readonly verbs: VerbRecord[] = [];
  readonly webhooks: WebhookRecord[] = [];
  readonly violations: ViolationRecord[] = [];
  readonly spoken: string[] = [];
  /** Nominal duration, in ms, of verbs that were counted instead of waited for. */
  skippedMs = 0;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  code(code: number, detail: string): void {
    keep(this.codes, { code, atMs: this.#nowMs(), detail });
  }

  violation(violation: Violation, detail: string): void {
    keep(this.violations, { violation, atMs: this.#nowMs(), detail });
  }

  verb(verb: string, attributes: Readonly<Record<string, string>>, text: string): void {
    keep(this.verbs, { verb, atMs: this.#nowMs(), attributes, text });
  }

  webhook(record: WebhookRecord): void {
    keep(this.webhooks, record);
  }

  say(text: string): void {
    keep(this.spoken, text);
  }
}

function keep<T>(list: T[], entry: T): void {
  if (list.length < MAX_ENTRIES) list.push(entry);
}
