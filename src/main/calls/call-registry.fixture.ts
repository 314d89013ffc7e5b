import type { CommandRefusal } from '../ports/ports';
import type { CallRegistry, RegisteredSession } from './call-registry';

/** Acts on a call, or returns the reason there is none to act on. */
export function onCall<T>(
  registry: CallRegistry,
  callId: string,
  act: (call: RegisteredSession) => T,
): T | CommandRefusal {
  const call = registry.find(callId);
  return typeof call === 'string' ? call : act(call);
}
