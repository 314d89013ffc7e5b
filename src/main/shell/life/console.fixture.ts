import { EMPTY_CONSOLE, reduceConsole, type ConsoleState } from '../../../shared/call/console';
import type { CallEvent, DeskEvent, Recorded } from '../../../shared/call/events';

/** A fact of the desk, or one of a call with the call's id. */
export type Fact = DeskEvent | readonly [callId: string, event: CallEvent];

/** The console after these facts, a second apart. */
export function consoleAfter(...facts: readonly Fact[]): ConsoleState {
  return facts
    .map((fact, i): Recorded => {
      const at = { seq: i + 1, at: i * 1000 };
      return 'type' in fact ? { ...at, callId: null, event: fact } : { ...at, callId: fact[0], event: fact[1] };
    })
    .reduce(reduceConsole, EMPTY_CONSOLE);
}

/** The call `id` rings. */
export function rings(id: string, practice = false): readonly [string, CallEvent] {
  const agent = { id: 'front-desk', name: 'Front desk', version: 1 };
  return [id, { type: 'call.rang', from: '+12125550187', to: '+14155550134', agent, carrierCallId: id, practice }];
}

/** The call `id` is over. */
export function ends(id: string): readonly [string, CallEvent] {
  return [id, { type: 'call.ended', by: 'caller', reason: 'caller-hung-up' }];
}

/** The agent of the call `id` asks a person. */
export function asks(id: string, toolCallId: string): readonly [string, CallEvent] {
  const tool = { name: 'refund_order', arguments: '{"id":"A17"}', kind: 'operator', timeoutMs: 60_000 } as const;
  return [id, { type: 'tool.called', toolCallId, itemId: `item_${toolCallId}`, after: null, ...tool }];
}

/** A person answered. */
export function answers(id: string, toolCallId: string): readonly [string, CallEvent] {
  return [id, { type: 'tool.answered', toolCallId, by: 'operator', output: '{}' }];
}

/** `number` is in `state`. */
export function line(number: string, state: 'off' | 'going live' | 'live' | 'degraded'): DeskEvent {
  return { type: 'line.changed', number, state, agentName: 'Front desk' };
}
