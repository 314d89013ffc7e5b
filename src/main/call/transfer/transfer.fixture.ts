import type { CallEvent } from '../../../shared/call/events';
import { CallRig, type Caller } from '../call.fixture';

export const PERSON = '+15551230000';

/** A greeted caller who is to be put through; nothing is being said. Throws when that is refused. */
export function transferring(
  way: 'blind' | 'announced' = 'blind',
  rig = new CallRig(),
): { readonly rig: CallRig; readonly caller: Caller } {
  const caller = rig.greetedCall();
  const refusal = rig.on(caller.callId, (call) => call.transfer({ to: PERSON, way, announcement: '' }));
  if (refusal !== undefined) throw new Error(refusal);
  return { rig, caller };
}

/** The carrier did as it was asked: the stream is over. */
export async function away(
  way: 'blind' | 'announced' = 'blind',
): Promise<{ readonly rig: CallRig; readonly caller: Caller }> {
  const { rig, caller } = transferring(way);
  caller.stream.onClosed('stopped');
  await rig.settle();
  return { rig, caller };
}

/** Every end the call was given: one at most. */
export function endsOf(caller: Caller): readonly CallEvent[] {
  return caller.events.filter(({ type }) => type === 'call.ended');
}
