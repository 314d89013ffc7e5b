import { describe, expect, it } from 'vitest';
import type { DialRefusal } from '../../shared/line/dial-refusal';
import { createOperatorCommands } from './operator-commands';
import { NOT_DONE } from './refusals/refusals';
import type { ConsoleClient } from './transport';

const CALL = { from: '+14155550134', to: '+12125550187', opening: '' };

/** Only what a call out needs of the main process. */
function clientThat(dial: ConsoleClient['operator']['dial']): ConsoleClient {
  return { operator: { dial } } as unknown as ConsoleClient;
}

describe('a call out', () => {
  it('is a call, or a sentence with what to do and the carrier’s own code', async () => {
    const placed = createOperatorCommands(() => clientThat(() => Promise.resolve({ ok: true, callId: 'call_1' })));
    expect(await placed.dial(CALL)).toEqual({ ok: true, callId: 'call_1' });
    const refusing = (code: DialRefusal, detail: string) =>
      createOperatorCommands(() => clientThat(() => Promise.resolve({ ok: false, code, detail }))).dial(CALL);
    expect(await refusing('to-not-verified', 'Twilio 21219')).toEqual({
      ok: false,
      sentence:
        'A trial account of Twilio calls only numbers that were verified. ' +
        'Verify the number in the Twilio console, or upgrade the account. (Twilio 21219)',
    });
    expect(await refusing('line-not-live', '')).toMatchObject({
      sentence: expect.stringMatching(/first\.$/) as string,
    });
  });

  it('of which nothing is heard may not have been placed', async () => {
    const nobody = createOperatorCommands(() => null);
    expect(await nobody.dial(CALL)).toEqual({ ok: false, sentence: NOT_DONE });
    const gone = createOperatorCommands(() => clientThat(() => Promise.reject(new Error('gone'))));
    expect(await gone.dial(CALL)).toEqual({ ok: false, sentence: NOT_DONE });
  });
});
