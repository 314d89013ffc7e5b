import fc from 'fast-check';
import twilio from 'twilio';
import { describe, expect, it } from 'vitest';
import { parseTwiml } from './twiml';

const { VoiceResponse } = twilio.twiml;
// XML cannot express control characters, and white space at the ends of text is trimmed.
const text = fc.string({ unit: 'grapheme' }).filter((value) => !/[\p{Cc}\p{Cn}\uFFFE\uFFFF]/u.test(value));

describe('parseTwiml', () => {
  it("reads back whatever Twilio's own library writes", () => {
    fc.assert(
      fc.property(text, text, text, (spoken, name, value) => {
        const response = new VoiceResponse();
        const connect = response.connect({ action: 'https://demo.example/after?a=1&b=2' });
        connect.stream({ url: 'wss://demo.example/media' }).parameter({ name, value });
        response.say(spoken);
        const twiml = parseTwiml(response.toString());
        expect(twiml).toEqual({
          ok: true,
          warnings: [],
          verbs: [
            {
              name: 'Connect',
              attributes: { action: 'https://demo.example/after?a=1&b=2' },
              text: '',
              children: [
                {
                  name: 'Stream',
                  attributes: { url: 'wss://demo.example/media' },
                  text: '',
                  children: [{ name: 'Parameter', attributes: { name, value }, text: '', children: [] }],
                },
              ],
            },
            { name: 'Say', attributes: {}, text: spoken.trim(), children: [] },
          ],
        });
      }),
    );
  });

  it.each([
    ['nothing', ''],
    ['white space before the document', ' <Response/>'],
    ['a line before the declaration', '\n<?xml version="1.0"?><Response/>'],
    ['a bare ampersand', '<Response><Say>a & b</Say></Response>'],
    ['an unknown entity', '<Response><Say>&nbsp;</Say></Response>'],
    ['an unclosed element', '<Response><Say>hello</Response>'],
    ['an unquoted attribute', '<Response><Pause length=1/></Response>'],
    ['an attribute given twice', '<Response><Pause length="1" length="2"/></Response>'],
    ['a less-than sign in an attribute', '<Response><Stream url="<"/></Response>'],
    ['something after the root', '<Response/><Response/>'],
    ['a document type', '<!DOCTYPE Response><Response/>'],
    ['another root', '<html></html>'],
    ['a cut document', '<Response><Say>hel'],
    ['the bomb of nested elements', '<a>'.repeat(10_000)],
  ])('refuses %s', (_, source) => {
    expect(parseTwiml(source).ok).toBe(false);
  });

  it('knows declaration, comments, CDATA and character references', () => {
    const source =
      '<?xml version="1.0" encoding="UTF-8"?>\n<!-- a -->\n<Response>\n <Say voice=\'x\'>a<![CDATA[<&]]>&#x41;&#66;</Say></Response>\n';
    expect(parseTwiml(source)).toMatchObject({ ok: true, verbs: [{ name: 'Say', text: 'a<&AB' }] });
  });

  it('skips unknown verbs and warns of them and of unknown attributes', () => {
    const twiml = parseTwiml('<Response><say>x</say><Say colour="red">y</Say><Record/></Response>');
    expect(twiml).toMatchObject({
      ok: true,
      verbs: [{ name: 'Say', text: 'y' }],
      warnings: [
        { code: 12200, detail: '<say>' },
        { violation: 'unsupported-verb', detail: '<Record>' },
        { code: 12200, detail: '<Say colour>' },
      ],
    });
  });
});
