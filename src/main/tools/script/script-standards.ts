import { isRecord } from '../../../shared/std/guards';

/** Longest question of a script, in characters of JSON. */
const MAX_QUESTION_CHARS = 1_000_000;
const MAX_DIGITS = 1000;
const MAX_FORMATS = 50;
/** Random numbers of one question, so that a loop does not ask for each. */
const RANDOM_NUMBERS = 64;

/** Formats of `Intl` that a script may make, and what it may ask them. */
const FORMATS: Readonly<Record<string, readonly string[]>> = {
  Collator: ['compare', 'resolvedOptions'],
  DateTimeFormat: ['format', 'formatToParts', 'formatRange', 'resolvedOptions'],
  DisplayNames: ['of', 'resolvedOptions'],
  ListFormat: ['format', 'formatToParts', 'resolvedOptions'],
  NumberFormat: ['format', 'formatToParts', 'resolvedOptions'],
  PluralRules: ['select', 'resolvedOptions'],
  RelativeTimeFormat: ['format', 'formatToParts', 'resolvedOptions'],
};

/** Methods by locale that the engine has no tables for, by the type of their value. */
const BY_LOCALE: Readonly<Record<string, readonly string[]>> = {
  Number: ['toLocaleString'],
  BigInt: ['toLocaleString'],
  Date: ['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString'],
  String: ['localeCompare', 'toLocaleUpperCase', 'toLocaleLowerCase'],
};

const PARTS = [
  ...['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash'],
] as const;

/** Names that the prelude builds its classes from. */
export const STANDARDS = JSON.stringify({ formats: FORMATS, byLocale: BY_LOCALE, parts: PARTS });

type Answers = Readonly<Record<string, (...given: unknown[]) => unknown>>;

/**
 * Answers what the engine of scripts does not know, as this Node itself would: locales, time zones, addresses and encodings.
 * Question and answer are JSON; no value of the script is ever an object of this thread.
 */
export class ScriptStandards {
  private readonly formats = new Map<string, object>();

  /** The answer as JSON. @throws the standard's own error, or a RangeError when the question is too long */
  answer(question: string): string {
    if (question.length > MAX_QUESTION_CHARS) throw new RangeError('This is too much text for one step of a script');
    const asked: unknown = JSON.parse(question);
    const [what, ...given] = Array.isArray(asked) ? asked.map(restored) : [];
    const answer = Object.hasOwn(this.answers, textOf(what)) ? this.answers[textOf(what)] : undefined;
    if (answer === undefined) throw new TypeError('There is no such function');
    return JSON.stringify(answer(...given) ?? null);
  }

  private readonly answers: Answers = {
    random: () => Array.from({ length: RANDOM_NUMBERS }, () => Math.random()),
    instant: (text) => finite(Date.parse(textOf(text))),
    local: (atMs) => finite(instantOfLocal(Number(atMs))),
    byLocale: (type, name, value, ...given) => {
      const of = type === 'Date' ? new Date(Number(value)) : value;
      return called(of, allowed(BY_LOCALE, textOf(type), textOf(name)), given);
    },
    format: (type, name, settings, ...given) =>
      called(this.format(textOf(type), textOf(settings)), allowed(FORMATS, textOf(type), textOf(name)), given),
    url: (text, base) => partsOf(new URL(textOf(text), base === undefined ? undefined : textOf(base))),
    urlWith: (href, part, value) => {
      const url = new URL(textOf(href));
      const name = PARTS.find((each) => each === part);
      if (name !== undefined && name !== 'origin') url[name] = textOf(value);
      return partsOf(url);
    },
    pairs: (text) => [...new URLSearchParams(textOf(text))],
    query: (pairs) => new URLSearchParams(pairs as [string, string][]).toString(),
    btoa: (text) => btoa(textOf(text)),
    atob: (text) => atob(textOf(text)),
    encoded: (text) => Buffer.from(textOf(text)).toString('latin1'),
    decoded: (bytes, ...settings) => decoderOf(...settings).decode(Buffer.from(textOf(bytes), 'latin1')),
    encoding: (...settings) => decoderOf(...settings).encoding,
  };

  private format(type: string, settings: string): object {
    const key = `${type} ${settings}`;
    const known = this.formats.get(key);
    if (known !== undefined) return known;
    const given: unknown = JSON.parse(settings);
    const made: unknown = Reflect.construct(
      Reflect.get(Intl, type) as new (...values: unknown[]) => object,
      Array.isArray(given) ? given.map(restored) : [],
    );
    if (this.formats.size >= MAX_FORMATS) this.formats.clear();
    this.formats.set(key, made as object);
    return made as object;
  }
}

function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('This must be a text');
  return value;
}

function decoderOf(label?: unknown, options?: unknown) {
  return new TextDecoder(label === undefined ? undefined : textOf(label), isRecord(options) ? options : {});
}

/** The value that the prelude wrapped, since JSON does not carry it. */
function restored(value: unknown): unknown {
  if (!isRecord(value) || typeof value['$'] !== 'string') return value;
  const text = String(value['text']);
  if (value['$'] === 'undefined') return undefined;
  if (text.length > MAX_DIGITS) throw new RangeError('This number has too many digits for a format');
  return value['$'] === 'bigint' ? BigInt(text) : Number(text);
}

function allowed(table: Readonly<Record<string, readonly string[]>>, type: string, name: string): string {
  const names = Object.hasOwn(table, type) ? table[type] : undefined;
  if (names?.includes(name) !== true) throw new TypeError(`There is no ${type}.${name}`);
  return name;
}

function called(on: unknown, name: string, given: readonly unknown[]): unknown {
  const method: unknown = Reflect.get(Object(on) as object, name);
  return typeof method === 'function' ? Reflect.apply(method, on, given) : undefined;
}

/** A time, or null for none: JSON has no NaN. */
function finite(atMs: number): number | null {
  return Number.isFinite(atMs) ? atMs : null;
}

/** The instant at which clocks here show the time that `localMs` is in UTC. */
function instantOfLocal(localMs: number): number {
  const at = new Date(localMs);
  const made = new Date(
    at.getUTCFullYear(),
    at.getUTCMonth(),
    at.getUTCDate(),
    at.getUTCHours(),
    at.getUTCMinutes(),
    at.getUTCSeconds(),
    at.getUTCMilliseconds(),
  );
  if (at.getUTCFullYear() >= 0 && at.getUTCFullYear() < 100) made.setFullYear(at.getUTCFullYear());
  return made.getTime();
}

function partsOf(url: URL): Readonly<Record<string, string>> {
  return Object.fromEntries(PARTS.map((part) => [part, url[part]]));
}
