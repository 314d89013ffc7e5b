import { STANDARDS } from './script-standards';

/**
 * Prelude that gives a script its console, fetch, sleep and the standards that the engine lacks; it runs inside the sandbox. The
 * host consists of four functions that exchange JSON, since the engine cuts other texts at U+0000; none stays reachable by name.
 */
export const PRELUDE = String.raw`(() => {
  'use strict';
  const { host } = globalThis;
  delete globalThis.host;
  const { stringify, parse } = JSON;
  const { formats, byLocale, parts } = ${STANDARDS};
  const define = (on, name, value) =>
    Object.defineProperty(on, name, { value, writable: true, enumerable: false, configurable: true });

  /* Questions to the host. */
  const known = { RangeError, TypeError, SyntaxError, URIError };
  const plain = (value) => {
    if (value instanceof Date) return plain(value.getTime());
    const isPlain = typeof value === 'number' ? Number.isFinite(value) && !Object.is(value, -0) : value !== undefined;
    if (isPlain && typeof value !== 'bigint') return value;
    return { $: typeof value, text: Object.is(value, -0) ? '-0' : String(value) };
  };
  const ask = (what, ...given) => {
    try {
      return parse(host.ask(stringify([what, ...given.map(plain)])));
    } catch (error) {
      const made = new (known[error.name] ?? Error)(error.message);
      if (made.name !== error.name) define(made, 'name', error.name);
      throw made;
    }
  };

  /* Words for the host. */
  const NOT_TEXT = [[Promise, 'a promise: await it'], [Map, 'a Map: use Object.fromEntries'], [Set, 'a Set: spread it']];
  const fault = (words) => new TypeError('An answer cannot hold ' + words);
  const checked = (key, value) => {
    if (typeof value === 'bigint') throw fault('a BigInt: make it a text with String');
    for (const [type, words] of NOT_TEXT) if (value instanceof type) throw fault(words);
    return value instanceof Error ? { name: value.name, message: value.message, ...value } : value;
  };
  const text = (value) => {
    if (typeof value === 'string') return value;
    if (value === undefined || value === null) return '';
    if (typeof value === 'number' || typeof value === 'bigint') return String(value);
    let json;
    try {
      json = stringify(value, checked);
    } catch (error) {
      throw /circular/.test(error?.message) ? fault('an object that holds itself') : error;
    }
    if (json === undefined) throw fault('a ' + typeof value);
    return json;
  };
  const shown = (value) => {
    if (value === undefined || value === null) return String(value);
    if (value instanceof Error) return value.name + ': ' + value.message;
    try { return text(value); } catch (error) { return '(' + error.message + ')'; }
  };
  const line = (...values) => host.log(stringify(values.map(shown).join(' ').slice(0, 1000)));
  globalThis.console = { log: line, info: line, warn: line, error: line, debug: line };

  globalThis.sleep = (ms) => {
    if (typeof ms !== 'number' || !(ms >= 0)) return Promise.reject(new TypeError('sleep takes a number of milliseconds'));
    return host.sleep(stringify(Math.min(ms, 2 ** 31 - 1)));
  };
  globalThis.fetch = async (url, { body, headers, ...options } = {}) => {
    const isForm = body instanceof URLSearchParams;
    const type = isForm ? { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' } : {};
    const named = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
    const sent = { ...options, headers: { ...type, ...Object.fromEntries(named) }, body: isForm ? String(body) : body };
    const answer = parse(await host.send(stringify([String(url), text(sent)])));
    return {
      status: answer.status,
      ok: answer.status >= 200 && answer.status < 300,
      headers: { get: (name) => answer.headers[String(name).toLowerCase()] ?? null },
      text: async () => answer.body,
      json: async () => parse(answer.body),
    };
  };

  /* Chance: the engine begins with the same number in each script of one millisecond. */
  let numbers = [];
  define(Math, 'random', () => {
    if (numbers.length === 0) numbers = ask('random');
    return numbers.pop();
  });

  /* Dates: the engine misplaces local times near a change of clocks. */
  const Plain = Date;
  const MINUTE_MS = 60000;
  const instant = (localMs) => ask('local', localMs) ?? NaN;
  const { getTime, setTime, getTimezoneOffset } = Plain.prototype;
  define(Plain, 'parse', (given) => ask('instant', String(given)) ?? NaN);
  for (const name of ['FullYear', 'Month', 'Date', 'Hours', 'Minutes', 'Seconds', 'Milliseconds']) {
    const set = Plain.prototype['setUTC' + name];
    define(Plain.prototype, 'set' + name, function (...values) {
      const local = new Plain(getTime.call(this) - getTimezoneOffset.call(this) * MINUTE_MS);
      return setTime.call(this, instant(set.apply(local, values)));
    });
  }
  globalThis.Date = new Proxy(Plain, {
    construct: (target, given, asked) => {
      if (given.length === 0) return Reflect.construct(target, given, asked);
      if (given.length > 1) return Reflect.construct(target, [instant(Plain.UTC(...given))], asked);
      const [value] = given;
      const primitive = value instanceof Plain ? getTime.call(value) : Object(value) === value ? value.valueOf() : value;
      const of = Object(primitive) === primitive ? String(primitive) : primitive;
      return Reflect.construct(target, [typeof of === 'string' ? Plain.parse(of) : of], asked);
    },
  });
  define(Plain.prototype, 'constructor', Date);

  /* Locales. */
  for (const [type, names] of Object.entries(byLocale)) {
    const { prototype } = globalThis[type];
    for (const name of names) {
      define(prototype, name, function (...given) {
        return ask('byLocale', type, name, prototype[type === 'Date' ? 'getTime' : 'valueOf'].call(this), ...given);
      });
    }
  }
  for (const type of [Array, Object.getPrototypeOf(Int8Array)]) {
    define(type.prototype, 'toLocaleString', function (...given) {
      return Array.from(this, (each) => each?.toLocaleString(...given) ?? '').join();
    });
  }
  define(globalThis, 'Intl', {});
  for (const [type, names] of Object.entries(formats)) {
    const Format = function (...given) {
      const settings = stringify(given.map(plain));
      const format = Object.create((new.target ?? Format).prototype);
      for (const name of names) define(format, name, (...values) => ask('format', type, name, settings, ...values));
      format.resolvedOptions();
      return format;
    };
    define(Format, 'name', type);
    define(Intl, type, Format);
  }

  /* Addresses. */
  const changed = new WeakMap();
  let reread;
  const wellFormed = (value) => String(value).toWellFormed();
  globalThis.URLSearchParams = class URLSearchParams {
    static { reread = (params, query) => { params.#pairs = ask('pairs', query); }; }
    #pairs = [];
    constructor(from = '') {
      if (Object(from) !== from) this.#pairs = ask('pairs', String(from));
      else
        for (const each of typeof from[Symbol.iterator] === 'function' ? from : Object.entries(from)) {
          const pair = [...each];
          if (pair.length !== 2) throw new TypeError('Each query pair must be a name and a value');
          this.#pairs.push(pair.map(wellFormed));
        }
    }
    #set(pairs) { this.#pairs = pairs; changed.get(this)?.(String(this)); }
    #has(name, value) {
      return ([key, each]) => key === wellFormed(name) && (value === undefined || each === wellFormed(value));
    }
    get size() { return this.#pairs.length; }
    append(name, value) { this.#set([...this.#pairs, [wellFormed(name), wellFormed(value)]]); }
    delete(name, value) { const has = this.#has(name, value); this.#set(this.#pairs.filter((pair) => !has(pair))); }
    get(name) { return this.#pairs.find(this.#has(name))?.[1] ?? null; }
    getAll(name) { return this.#pairs.filter(this.#has(name)).map(([, value]) => value); }
    has(name, value) { return this.#pairs.some(this.#has(name, value)); }
    set(name, value) {
      const has = this.#has(name);
      const at = this.#pairs.findIndex(has);
      if (at < 0) return this.append(name, value);
      const pair = [wellFormed(name), wellFormed(value)];
      this.#set(this.#pairs.flatMap((each, index) => (index === at ? [pair] : has(each) ? [] : [each])));
    }
    sort() { this.#set(this.#pairs.toSorted(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))); }
    forEach(run, self) { for (const [name, value] of this.#pairs) run.call(self, value, name, this); }
    *keys() { for (const [name] of this.#pairs) yield name; }
    *values() { for (const [, value] of this.#pairs) yield value; }
    *entries() { for (const pair of this.#pairs) yield [...pair]; }
    [Symbol.iterator]() { return this.entries(); }
    toString() { return ask('query', this.#pairs); }
  };
  globalThis.URL = class URL {
    #parts;
    #params;
    constructor(url, base) { this.#parts = ask('url', String(url), base === undefined ? base : String(base)); }
    static {
      for (const part of parts) {
        const get = function () { return this.#parts[part]; };
        const set = function (value) {
          this.#parts = ask('urlWith', this.#parts.href, part, String(value));
          if (this.#params !== undefined) reread(this.#params, this.#parts.search);
        };
        Object.defineProperty(this.prototype, part, { get, ...(part === 'origin' ? {} : { set }), enumerable: true });
      }
    }
    static canParse(url, base) {
      try { return new URL(url, base) !== undefined; } catch { return false; }
    }
    get searchParams() {
      if (this.#params !== undefined) return this.#params;
      this.#params = new URLSearchParams(this.#parts.search);
      changed.set(this.#params, (query) => { this.#parts = ask('urlWith', this.#parts.href, 'search', query); });
      return this.#params;
    }
    toString() { return this.#parts.href; }
    toJSON() { return this.#parts.href; }
  };

  /* Encodings. */
  globalThis.btoa = (value) => ask('btoa', String(value));
  globalThis.atob = (value) => ask('atob', String(value));
  globalThis.TextEncoder = class TextEncoder {
    get encoding() { return 'utf-8'; }
    encode(value = '') { return Uint8Array.from(ask('encoded', String(value)), (each) => each.charCodeAt(0)); }
    encodeInto(value, into) {
      let written = 0;
      let read = 0;
      for (const each of String(value)) {
        const code = each.codePointAt(0);
        const length = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
        if (written + length > into.length) break;
        written += length;
        read += each.length;
      }
      into.set(this.encode(String(value).slice(0, read)));
      return { read, written };
    }
  };
  const bytesOf = (from) =>
    from === undefined ? new Uint8Array() : ArrayBuffer.isView(from) ? new Uint8Array(from.buffer, from.byteOffset, from.byteLength) : new Uint8Array(from);
  globalThis.TextDecoder = class TextDecoder {
    #label;
    #options;
    constructor(label, { fatal = false, ignoreBOM = false } = {}) {
      this.#label = label === undefined ? label : String(label);
      this.#options = { fatal: Boolean(fatal), ignoreBOM: Boolean(ignoreBOM) };
      define(this, 'encoding', ask('encoding', this.#label, this.#options));
    }
    get fatal() { return this.#options.fatal; }
    get ignoreBOM() { return this.#options.ignoreBOM; }
    decode(from, options) {
      if (options?.stream) throw new TypeError('A script decodes all its bytes at once: leave out stream');
      const bytes = bytesOf(from);
      let latin = '';
      for (let at = 0; at < bytes.length; at += 4096) latin += String.fromCharCode(...bytes.subarray(at, at + 4096));
      return ask('decoded', latin, this.#label, this.#options);
    }
  };

  return (run, args, finish, longest) => {
    const ended = (isGood, words, stack) =>
      finish(words.length > longest && isGood ? 'too-large' : isGood ? 'answered' : 'threw', stringify([words.slice(0, longest), stack]));
    const threw = (error) =>
      error instanceof Error ? ended(false, error.name + ': ' + error.message, String(error.stack)) : ended(false, shown(error), '');
    run(parse(args)).then((value) => ended(true, text(value), '')).catch(threw);
  };
})()`;
