import { expect, it } from 'vitest';
import { CallRig } from '../call.fixture';

it('a person who is asked keeps nobody silent: the caller goes on and is answered meanwhile', () => {
  const rig = new CallRig();
  const caller = rig.greetedCall();
  caller.model.begin('r1');
  caller.model.callTool('r1', 't1', 'refund_order');
  caller.model.done('r1');
  caller.model.callerStarts('c1');
  caller.model.callerStops('c1');
  const sentBefore = caller.phone.allSentBytes;
  caller.model.respond('r2', { meanwhile: 1000 });
  caller.sends(1500);
  expect(caller.phone.allSentBytes - sentBefore).toBe(8000);
  expect(rig.wire).toEqual([]);

  expect(rig.on(caller.callId, (call) => call.tools.answer('t1', 'refunded'))).toBeUndefined();
  expect(rig.wire).toEqual(['output t1 refunded', 'create']);
});
