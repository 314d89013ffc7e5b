import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connectDocument, hangUpDocument, refusalDocument } from './twiml';

const facts = (parameters: Record<string, string>) => ({
  streamUrl: 'wss://h.example/call/abc',
  statusUrl: 'https://h.example/status',
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
        '<Say>We are sorry, we lost the connection. Please call again. Goodbye.</Say><Hangup/></Response>',
    );
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
