import { afterEach, describe, expect, it } from 'vitest';
import type { TransferTool } from '../../src/shared/tool/tool';
import type { Dialogue } from '../../src/simulator/realtime/dialogue/dialogue';
import { openPhoneRig, type PhoneRig } from './phone-rig.fixture';

const SALES = '+14155550177';
const BERLIN = '+4930123456';
/**
 * Forbidden targets: nobody, another country, a satellite, a premium number, an emergency, no number, and one of Berlin with
 * more behind it.
 */
const FORBIDDEN = ['Nobody', '+442079460000', '+882161234567', '+491900123456', '112', '+49', `${BERLIN};w1`];

const TRANSFER: TransferTool & { readonly kind: 'built-in' } = {
  kind: 'built-in',
  name: 'transfer_call',
  description: '',
  timeoutMs: 5000,
  way: 'blind',
  destinations: [{ label: 'Sales', number: SALES }],
  countries: ['DE'],
};

let rig: PhoneRig;

afterEach(async () => {
  await rig.close();
});

/** Asks to transfer the caller to one target after the other, as often as it is refused. */
function stubborn(wanted: readonly string[]): Dialogue {
  return ({ context }) => {
    if (!context.some(({ by }) => by === 'caller')) return [{ say: 'Hello.' }];
    const to = wanted[context.filter(({ by }) => by === 'tool').length];
    return to === undefined ? [{ say: 'I am sorry.' }] : [{ call: 'transfer_call', arguments: { to } }];
  };
}

describe('an agent that transfers its caller', () => {
  it.each([
    ['a destination', 'Sales', SALES],
    ['a number of a country that is allowed', BERLIN, BERLIN],
  ])('calls nobody but whom its tool allows, whatever it asks for: %s', async (_what, wanted, number) => {
    rig = await openPhoneRig({ greeting: 'Hello.', tools: [TRANSFER], dialogue: stubborn([...FORBIDDEN, wanted]) });
    const call = rig.dialIn();
    await call.untilAgentSpeaks();
    await call.speak(rig.clip('anna-hours'));
    expect(await rig.until('transfer.began')).toMatchObject({ to: number, by: 'agent' });
    await rig.untilTrue(() => rig.people.length > 0);
    const failed = rig.events().filter(({ type }) => type === 'tool.failed');
    expect(failed).toHaveLength(FORBIDDEN.length);
    for (const each of failed) expect(each).toMatchObject({ failure: 'bad-arguments' });
    expect(rig.people).toHaveLength(1);
    expect(rig.carrier.rest.map(({ params }) => params['Twiml'])).toEqual([
      expect.stringContaining(`>${number}</Number>`),
    ]);
    call.hangUp();
    await rig.until('call.ended');
    await call.ended;
  });
});
