import { expect, it } from 'vitest';
import { Desk } from '../call.fixture';

it('a person who is asked keeps nobody silent: the caller goes on and is answered meanwhile', () => {
  const desk = new Desk();
  const caller = desk.greetedCall();
  caller.model.begin('r1');
  caller.model.callTool('r1', 't1', 'refund_order');
  caller.model.done('r1');
  caller.model.callerStarts('c1');
  caller.model.callerStops('c1');
  const sentBefore = caller.phone.allSentBytes;
  caller.model.respond('r2', { meanwhile: 1000 });
  caller.sends(1500);
  expect(caller.phone.allSentBytes - sentBefore).toBe(8000);
  expect(desk.wire).toEqual([]);

  expect(desk.on(caller.callId, (call) => call.tools.answer('t1', 'refunded'))).toBeUndefined();
  expect(desk.wire).toEqual(['output t1 refunded', 'create']);
});
