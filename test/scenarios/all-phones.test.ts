import { createRouterClient } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import { phonesOfAll } from '../../src/main/calls/all-phones';
import type { DialOutcome, PhoneCommands, TransferRefusal } from '../../src/main/ports/ports-transfer';
import { createTransferHandlers } from '../../src/main/console/handlers/transfer-handlers';

/** A side that knows one call. */
function side(known: string, answers: { transfer?: TransferRefusal; dial?: DialOutcome } = {}) {
  const asked: unknown[] = [];
  const phone: PhoneCommands = {
    transfer(callId, request) {
      if (callId !== known) return 'no-such-call';
      asked.push([callId, request]);
      return answers.transfer;
    },
    dial(request) {
      asked.push(request);
      return Promise.resolve(answers.dial ?? { ok: true, callId: 'call_out' });
    },
  };
  return { asked, phone };
}

describe('the console’s transfers', () => {
  it('reach the side that knows the call, with an announcement or without', async () => {
    const outward = side('call_1');
    const practice = side('call_2', { transfer: 'already-transferring' });
    const client = createRouterClient(createTransferHandlers(phonesOfAll(outward.phone, () => [practice.phone])));
    const blind = { callId: 'call_1', to: ' +1 212 555 0187 ', way: 'blind' } as const;
    expect(await client.transfer(blind)).toEqual({ ok: true });
    expect(outward.asked).toEqual([['call_1', { to: '+1 212 555 0187', way: 'blind', announcement: '' }]]);
    const told = { callId: 'call_2', to: '+12125550187', way: 'announced', announcement: 'Anna.' } as const;
    expect(await client.transfer(told)).toEqual({ ok: false, code: 'already-transferring' });
    expect(await client.transfer({ ...blind, callId: 'call_3' })).toEqual({ ok: false, code: 'no-such-call' });
  });

  it('with anything but a way are no requests at all', async () => {
    const { phone, asked } = side('call_1');
    const client = createRouterClient(createTransferHandlers(phone));
    await expect(client.transfer({ callId: 'call_1', to: '+1', way: 'loudly' as never })).rejects.toThrow();
    await expect(client.transfer({ callId: 'call_1', to: '1'.repeat(65), way: 'blind' })).rejects.toThrow();
    expect(asked).toEqual([]);
  });
});

describe('the console’s calls out', () => {
  it('leave by the side that has the user’s lines, and come back with a call or a reason', async () => {
    const outward = side('call_1');
    const practice = side('call_2');
    const client = createRouterClient(createTransferHandlers(phonesOfAll(outward.phone, () => [practice.phone])));
    const request = { from: '+14155550134', to: '+12125550187', opening: 'Hello.' };
    expect(await client.dial({ ...request, agentId: 'front-desk' })).toEqual({ ok: true, callId: 'call_out' });
    expect(outward.asked).toEqual([{ ...request, agentId: 'front-desk' }]);
    expect(practice.asked).toEqual([]);

    const refusal = { ok: false, code: 'to-not-verified', detail: 'Twilio 21219' } as const;
    const refused = createRouterClient(createTransferHandlers(side('', { dial: refusal }).phone));
    expect(await refused.dial(request)).toEqual(refusal);
  });
});
