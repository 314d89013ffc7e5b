import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connectDocument, hangUpDocument, refusalDocument } from './twiml';

const LOST = '<Say>We are sorry, we lost the connection. Please call again. Goodbye.</Say><Hangup/></Response>';
const facts = (parameters: Record<string, string>, returnUrls: readonly string[] = []) => ({
  streamUrl: 'wss://h.example/call/abc',
  statusUrl: 'https://h.example/status',
  returnUrls,
  parameters,
});
const ENTITIES: Record<string, string> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  '#x9': '\t',
  '#xA': '\n',
  '#xD': '\r',
};
const decode = (text: string) => text.replace(/&([^;]+);/g, (_all, name: string) => ENTITIES[name] ?? '?');

describe('connectDocument', () => {
  it('connects the stream and says something after it', () => {
    expect(connectDocument(facts({ from: '+12125550187' }))).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><Response><Connect>' +
        '<Stream url="wss://h.example/call/abc" statusCallback="https://h.example/status" statusCallbackMethod="POST">' +
        '<Parameter name="from" value="+12125550187"/></Stream></Connect>' +
        LOST,
    );
  });

  it('leads the caller back for more than a minute, at once at first, with words for their patience', () => {
    const returnUrls = Array.from({ length: 75 }, (_, n) => `wss://h.example/call/${String(n)}`);
    const document = connectDocument(facts({}, returnUrls));
    expect(document.length).toBeLessThan(16_000);
    const after = document.slice(document.indexOf('</Connect>') + '</Connect>'.length);
    const steps = [...after.matchAll(/<(Pause) length="(\d)"\/>|<(Say)>One moment, please.<\/Say>|url="([^"]+)"/g)];
    expect(steps.flatMap(([, , , , url]) => url ?? [])).toEqual(returnUrls);
    expect(after.startsWith('<Connect><Stream url="wss://h.example/call/0"/></Connect><Pause length="1"/>')).toBe(true);
    const pausesS = steps.reduce((sum, [, pause, length]) => sum + (pause === undefined ? 0 : Number(length)), 0);
    expect(pausesS).toBeGreaterThan(75);
    expect(pausesS).toBeLessThan(120);
    expect(after.match(/One moment, please\./g)?.length).toBe(6);
    expect(after.endsWith(LOST)).toBe(true);
  });

  it('keeps whatever a caller is named as text', () => {
    const characters = fc.string({ unit: 'binary', maxLength: 120 });
    fc.assert(
      fc.property(characters, (callerName) => {
        const document = connectDocument(facts({ callerName }));
        const value = /<Parameter name="callerName" value="([^"]*)"\/><\/Stream><\/Connect><Say>/.exec(document)?.[1];
        if (value === undefined) expect.fail(document);
        expect(value).not.toContain('<');
        const legal = callerName.replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '');
        expect(decode(value)).toBe(legal);
      }),
      { numRuns: 2000 },
    );
  });

  it('neither breaks a character in two nor a parameter’s limit', () => {
    const document = connectDocument(facts({ callerName: `${'a'.repeat(399)}😀` }));
    expect(document).toContain(`value="${'a'.repeat(399)}"`);
  });
});

describe('the other documents', () => {
  it('say why and hang up', () => {
    for (const document of [refusalDocument('full'), refusalDocument('stopping')]) {
      expect(document).toMatch(
        /^<\?xml version="1.0" encoding="UTF-8"\?><Response><Say>[^<]+<\/Say><Hangup\/><\/Response>$/,
      );
    }
    expect(hangUpDocument()).toBe('<?xml version="1.0" encoding="UTF-8"?><Response><Hangup/></Response>');
  });
});
