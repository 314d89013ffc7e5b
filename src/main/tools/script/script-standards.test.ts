import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runInSandbox } from './script-sandbox.fixture';

/** Expressions that a script answers as Node itself does, in a time zone whose clocks change. */
const EXPRESSIONS: Readonly<Record<string, () => unknown>> = {
  'dates by locale and zone': () =>
    [
      new Date(Date.UTC(2026, 6, 1, 20)).toLocaleDateString('de-DE', { timeZone: 'Asia/Tokyo' }),
      new Date(Date.UTC(2026, 6, 1, 20)).toLocaleTimeString('en-US', { timeZone: 'America/New_York' }),
      new Date(Date.UTC(2026, 6, 1, 20)).toLocaleString('fr', { dateStyle: 'full', timeStyle: 'long' }),
      new Date(Date.UTC(2026, 6, 1, 20)).toLocaleString(),
      new Date(Number.NaN).toLocaleString(),
    ].join('|'),
  'a zone that there is not': () => new Date(0).toLocaleString('en', { timeZone: 'Not/AZone' }),
  'a locale that there is not': () => (1).toLocaleString('no such locale'),
  'numbers by locale': () =>
    [
      (1234.5).toLocaleString('de-DE', { style: 'currency', currency: 'EUR' }),
      (1234.5).toLocaleString('en-IN', { minimumFractionDigits: 2 }),
      12345678901234567890n.toLocaleString('de'),
      (-0).toLocaleString('en'),
      (1 / 0).toLocaleString('en'),
      Number.NaN.toLocaleString('en'),
      [1234.5, null, new Date(0)].toLocaleString('de', { timeZone: 'UTC' }),
      new Float64Array([1234.5]).toLocaleString('de'),
    ].join('|'),
  'texts by locale': () => [
    ['Z', 'a', 'ä', 'z'].sort((one, other) => one.localeCompare(other, 'de')),
    'a'.localeCompare('B'),
    'i'.toLocaleUpperCase('tr'),
    'I'.toLocaleLowerCase('tr'),
  ],
  Intl: () => [
    ['a', 'Z', 'ä'].sort((one, other) => new Intl.Collator('de').compare(one, other)),
    [1, 2.5].map((each) => new Intl.NumberFormat('de', { minimumFractionDigits: 2 }).format(each)),
    new Intl.NumberFormat('en', { style: 'unit', unit: 'mile' }).formatToParts(2),
    new Intl.NumberFormat('de').format(9007199254740993n),
    new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Tokyo', dateStyle: 'short' }).format(new Date(0)),
    new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Tokyo' }).formatToParts(0),
    new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC' }).formatRange(0, new Date(86_400_000)),
    Intl.DateTimeFormat().resolvedOptions().timeZone,
    new Intl.PluralRules('en', { type: 'ordinal' }).select(2),
    new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(-1, 'day'),
    new Intl.ListFormat('en').format(['a', 'b', 'c']),
    new Intl.DisplayNames('de', { type: 'region' }).of('US'),
    new Intl.NumberFormat() instanceof Intl.NumberFormat,
  ],
  'a currency that there is not': () => new Intl.NumberFormat('en', { style: 'currency', currency: 'EURO' }),
  'local times around the change of clocks': () =>
    [
      new Date('2026-03-08T04:30'),
      new Date('2026-03-08T02:30'),
      new Date('2026-11-01T01:30'),
      new Date('2026/11/01 04:30'),
      new Date('Mar 8, 2026 04:30'),
      new Date('Sun Mar 08 2026 04:30:00 GMT+0100'),
      new Date('2026-03-08'),
      new Date('2026-03-08T04:30Z'),
      new Date(2026, 2, 8, 4, 30),
      new Date(99, 2, 8, 4, 30),
      new Date(new Date(2026, 2, 8, 4, 30)),
      new Date(5),
      new Date(new Date('2026-03-08T12:00Z').setHours(4, 30)),
      new Date(new Date('2026-03-08T12:00Z').setMinutes(-7 * 60)),
      new Date(new Date('2026-03-07T12:00Z').setDate(8)),
      new Date(new Date(Number.NaN).setFullYear(2026, 2, 8)),
      new Date(Date.parse('2026-03-08T04:30')),
    ].map((date) => date.toISOString()),
  'local times read back': () =>
    Array.from({ length: 96 }, (_, index) => {
      const date = new Date(Date.UTC(2026, index < 48 ? 2 : 10, index < 48 ? 8 : 1, 0, (index % 48) * 30));
      return `${String(date.getTimezoneOffset())} ${String(date.getHours())}:${String(date.getMinutes())}`;
    }),
  'Date itself': () => [
    typeof Date(),
    new Date(0) instanceof Date,
    new Date(0).constructor === Date,
    Date.length,
    Date.name,
    new (class Own extends Date {})(7).getTime(),
    Number.isNaN(new Date('no date').getTime()),
    Math.abs(Date.now() - new Date().getTime()) < 1000,
  ],
  URL: () => {
    const url = new URL('../b?x=1&y=ä#h', 'HTTPS://me:pw@exÄmple.com:443/a/c/d');
    url.searchParams.append('z', 'a b&c');
    url.searchParams.delete('x');
    const before = [url.href, url.origin, url.host, url.username, url.password, url.pathname, url.search, url.hash];
    url.search = '?q=2';
    url.port = '8080';
    url.pathname = '/ü ü';
    url.hash = '';
    url.protocol = 'http:';
    const after = [url.href, url.port, url.searchParams.get('q'), String(url), JSON.stringify({ url })];
    return [before, after, URL.canParse('x'), URL.canParse('/x', 'http://a')];
  },
  'an address that is none': () => new URL('//no base'),
  URLSearchParams: () => {
    const params = new URLSearchParams('?a=1&b=%C3%A4+x&a=2&c&=d&e=%zz');
    params.append('f', "~!*()'-._ %20\u{1F600}\u0000");
    params.set('a', '3');
    params.append('b', 'y');
    params.delete('b', 'y');
    const listed = [[...params], [...params.keys()], [...params.values()], params.getAll('a'), params.size];
    const asked = [params.get('none'), params.has('c'), params.has('c', 'no'), String(params)];
    params.sort();
    const seen: string[] = [];
    params.forEach((value, name) => seen.push(name + value));
    return [
      listed,
      asked,
      seen,
      String(new URLSearchParams({ b: '2', a: '1' })),
      String(new URLSearchParams([['a', 'b']])),
      String(new URLSearchParams(params)),
      String(new URLSearchParams(new Map([['k', 'v']]))),
      String(new URLSearchParams()),
    ];
  },
  'pairs that are none': () => new URLSearchParams([['a']] as never),
  TextEncoder: () => [
    [...new TextEncoder().encode('aä€\u{1F600}\u0000\uD800')],
    [...new TextEncoder().encode()],
    new TextEncoder().encoding,
    Object.values(new TextEncoder().encodeInto('aä€\u{1F600}b', new Uint8Array(7))),
    new TextEncoder().encode('x') instanceof Uint8Array,
  ],
  TextDecoder: () => [
    new TextDecoder().decode(new Uint8Array([0xef, 0xbb, 0xbf, 97, 0, 0xc3, 0xa4, 0xff, 0xf0, 0x9f])),
    new TextDecoder('utf-8', { ignoreBOM: true }).decode(new Uint8Array([0xef, 0xbb, 0xbf, 97]).buffer),
    new TextDecoder('latin1').decode(new DataView(new Uint8Array([1, 0xe4, 0x80]).buffer, 1)),
    new TextDecoder().decode(),
    new TextDecoder('UTF8').encoding,
    new TextDecoder().decode(new TextEncoder().encode('x'.repeat(20_000))).length,
  ],
  'bytes that are no text': () => new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array([0xff])),
  'an encoding that there is not': () => new TextDecoder('no such'),
  'btoa and atob': () => [btoa('user:pa\u00e4s\u0000'), atob(' dXNl cjo='), atob(btoa('\u0000\u00ff')), btoa('')],
  'btoa of what is no byte': () => btoa('€'),
  'atob of what is no base64': () => atob('a'),
};

const NAMES = Object.keys(EXPRESSIONS);
/** Answer of an expression, or the name of its error. */
const outcomeOf = (expression: () => unknown): unknown => {
  try {
    return expression();
  } catch (error) {
    return (error as Error).name;
  }
};

describe('what a script asks of the platform', () => {
  const zone = process.env['TZ'];
  let answers: unknown = {};
  beforeAll(async () => {
    process.env['TZ'] = 'America/New_York';
    const pairs = NAMES.map((name) => `[${JSON.stringify(name)}, (${String(EXPRESSIONS[name])})]`);
    const code = `const outcomeOf = ${String(outcomeOf)};
      return Object.fromEntries([${pairs.join()}].map(([name, expression]) => [name, outcomeOf(expression)]))`;
    const end = await runInSandbox(code);
    answers = end.kind === 'answered' ? JSON.parse(end.output) : end;
  });
  afterAll(() => {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });

  it.each(NAMES)('is answered as Node answers it: %s', (name) => {
    const own = outcomeOf(EXPRESSIONS[name] ?? (() => undefined));
    expect(answers).toHaveProperty([name], JSON.parse(JSON.stringify(own)));
  });
});
