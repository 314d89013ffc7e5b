import type { CallEvent } from '../../../shared/call/events';
import { Desk, type Caller } from '../call.fixture';

export const PERSON = '+15551230000';

/** A greeted caller who is to be put through; nothing is being said. Throws when that is refused. */
export function transferring(
  way: 'blind' | 'announced' = 'blind',
  desk = new Desk(),
): { readonly desk: Desk; readonly caller: Caller } {
  const caller = desk.greetedCall();
  const refusal = desk.on(caller.callId, (call) => call.transfer({ to: PERSON, way, announcement: '' }));
  if (refusal !== undefined) throw new Error(refusal);
  return { desk, caller };
}

/** The carrier did as it was asked: the stream is over. */
export async function away(
  way: 'blind' | 'announced' = 'blind',
): Promise<{ readonly desk: Desk; readonly caller: Caller }> {
  const { desk, caller } = transferring(way);
  caller.stream.onClosed('stopped');
  await desk.settle();
  return { desk, caller };
}

/** Every end the call was given: one at most. */
export function endsOf(caller: Caller): readonly CallEvent[] {
  return caller.events.filter(({ type }) => type === 'call.ended');
}
