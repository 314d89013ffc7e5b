import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadClips } from '../../clips/clips';
import type { ContextItem } from './dialogue';
import { shopDialogue, SHOP_LINES } from './shop-dialogue';
import { createVoice } from '../responses/voice';

const clips = loadClips(fileURLToPath(new URL('../../../../resources/clips', import.meta.url)));
const TOOLS = ['lookup_order', 'refund_order', 'end_call'];

const think = (context: readonly ContextItem[], tools: readonly string[] = TOOLS, instructions = 'Be nice.') =>
  shopDialogue({ instructions, tools, context });
const caller = (text: string): ContextItem => ({ by: 'caller', text });
const agent = (text: string): ContextItem => ({ by: 'agent', text });
const tool = (name: string, output: string): ContextItem => ({ by: 'tool', name, output });

describe('shopDialogue', () => {
  it.each([
    ['hello', SHOP_LINES.hello],
    ['order', SHOP_LINES.askNumber],
    ['hours', SHOP_LINES.hours],
    ['interrupt-one', SHOP_LINES.blue],
    ['interrupt-two', SHOP_LINES.oneMore],
  ])('answers %s', (phrase, line) => {
    expect(think([caller(clips.text(`anna-${phrase}`))])).toEqual([{ say: line }]);
  });

  it('calls a tool if the session has it and does without if not', () => {
    const number = [caller(clips.text('ben-number'))];
    expect(think(number)).toEqual([{ call: 'lookup_order', arguments: { order_id: 'A17' } }]);
    expect(think(number, [])).toEqual([{ say: SHOP_LINES.shipped }]);
    const thanks = [caller(clips.text('ben-thanks'))];
    expect(think(thanks)).toEqual([{ say: SHOP_LINES.goodbye }, { call: 'end_call', arguments: {} }]);
    expect(think(thanks, [])).toEqual([{ say: SHOP_LINES.goodbye }]);
  });

  it.each([
    [tool('lookup_order', '{"status":"shipped"}'), SHOP_LINES.shipped],
    [tool('lookup_order', '{"error":"The tool timed out."}'), SHOP_LINES.trouble],
    [tool('lookup_order', 'not found'), SHOP_LINES.notFound],
    [tool('refund_order', 'Approved'), SHOP_LINES.refunded],
    [tool('refund_order', '{"rejected":true,"reason":"too late"}'), SHOP_LINES.refused],
    [tool('lookup_order', 'It waits at the post office.'), 'Here is what I found. It waits at the post office.'],
    [tool('refund_order', 'No problem, approved.'), SHOP_LINES.refunded],
    [tool('refund_order', 'No.'), SHOP_LINES.refused],
    [tool('refund_order', '{"error":"timed-out","message":"Nobody answered in time"}'), SHOP_LINES.refused],
    [tool('weather', 'Sunny.'), 'Here is what I found. Sunny.'],
  ])('goes on from %j', (memory, line) => {
    expect(think([memory])).toEqual([{ say: line }]);
  });

  it('greets, says what it is dictated, and asks again', () => {
    expect(think([])).toEqual([{ say: SHOP_LINES.greeting }]);
    expect(think([caller('x')], TOOLS, 'Say exactly: "Good night."')).toEqual([{ say: 'Good night.' }]);
    expect(think([caller('hello'), { by: 'system', text: 'Tell the caller we close soon.' }])).toEqual([
      { say: 'we close soon.' },
    ]);
    expect(think([caller('hello'), { by: 'system', text: 'She is a regular.' }])).toEqual([{ say: SHOP_LINES.hello }]);
    const whisper = {
      by: 'system',
      text: 'Private instruction from your supervisor: Tell them delivery is free.',
    } as const;
    expect(think([whisper, caller('hello')])).toEqual([{ say: 'delivery is free.' }]);
    expect(think([whisper, agent('Delivery is free.'), caller('hello')])).toEqual([{ say: SHOP_LINES.hello }]);
    const brief = {
      by: 'system',
      text: 'You speak with the caller again. While a colleague had the call: all done.',
    } as const;
    expect(think([caller('hello'), brief])).toEqual([{ say: SHOP_LINES.back }]);
    expect(think([caller('(unclear)')])).toEqual([{ say: SHOP_LINES.again }]);
  });
});

describe('a model that takes over in the middle of words', () => {
  it('finishes them, or answers anew', () => {
    const broke: ContextItem = {
      by: 'system',
      text: 'The line to you broke off while you were speaking, and is back.',
    };
    const asked = caller('What time do you open on Saturday?');
    const begun = agent('On Saturday we open at nine in the morning, and we ');
    expect(think([asked, begun, broke])).toEqual([{ say: 'close at five in the afternoon.' }]);
    expect(think([asked, agent('Well'), broke])).toEqual([{ say: SHOP_LINES.hours }]);
  });
});

describe('the voice', () => {
  it('has a clip for every line of the shop', () => {
    const recorded = new Map(clips.names().map((name) => [clips.audio(name), clips.voice(name)]));
    const voice = createVoice(clips);
    for (const line of Object.values(SHOP_LINES)) expect(recorded.get(voice(line))).toBe('agent');
  });

  it('makes other texts as long as they take to say, and audible', () => {
    const audio = createVoice(clips)('This is a text that nobody has ever recorded, of seventy characters.');
    expect(Math.abs(audio.length / 8 - (68 * 1000) / 14)).toBeLessThan(10);
    expect(audio.filter((byte) => byte !== 0xff).length).toBeGreaterThan(audio.length / 2);
  });
});
