import { describe, expect, it } from 'vitest';
import type { CallEvent } from '../../shared/call/events';
import { CallRig, type Caller } from './call.fixture';
import { Operator } from './operator.fixture';

/** Lets the first record of such an event in one call throw: a fault of ours, deep in what handles it. */
function failsAt(rig: CallRig, { callId }: Caller, type: CallEvent['type']): void {
  rig.onRecord = ({ callId: of, event }) => {
    if (of !== callId || event.type !== type) return;
    rig.onRecord = () => undefined;
    throw new TypeError('a bug');
  };
}

const ENDED = { type: 'call.ended', by: 'switchboard', reason: 'switchboard-faulted' };

describe('a fault of our own in one call', () => {
  it.each<[string, CallEvent['type'], (rig: CallRig, caller: Caller) => void | Promise<void>]>([
    ['over what the model says', 'caller.startedSpeaking', (_rig, caller) => caller.model.callerStarts('c1')],
    [
      'when a time is over',
      'tool.failed',
      (rig, caller) => {
        rig.runTool = () => new Promise(() => undefined);
        caller.model.callTool('r1', 't1', 'lookup_order');
        caller.sends(9000);
      },
    ],
    [
      'over what a transcriber says',
      'operator.startedSpeaking',
      (rig, caller) => {
        const operator = new Operator(rig, caller);
        operator.takeOver();
        rig.transcriber.last.says('u1', 'Hello');
      },
    ],
    [
      'when a tool has answered',
      'tool.answered',
      async (rig, caller) => {
        caller.model.callTool('r1', 't1', 'lookup_order');
        await rig.settle();
      },
    ],
  ])('%s costs that call, with an apology, and no other', async (_when, type, act) => {
    const rig = new CallRig();
    rig.hasPlantedFault = true;
    const [caller, other] = [rig.greetedCall(), rig.greetedCall()];
    failsAt(rig, caller, type);
    await act(rig, caller);
    expect(caller.fact('call.ended')).toEqual(ENDED);
    await rig.settle();
    expect(rig.wire.slice(-3)).toEqual(['close', 'apologise CA1', 'phone close']);
    other.model.callerStarts('c2');
    other.model.callerStops('c2');
    expect(other.facts.slice(-2)).toEqual(['caller.stoppedSpeaking', 'caller.finishedTurn']);
    expect([...rig.exchange.calls.keys()]).toEqual([other.callId]);
  });
});
