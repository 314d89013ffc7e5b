import { EventEmitter } from 'node:events';
import { EMPTY_CONSOLE, reduceConsole, type ConsoleState } from '../../../shared/call/console';
import type { CallEvent, DeskEvent, Recorded } from '../../../shared/call/events';
import type { DeskView } from './desk-view';

/** A fact of the desk, or one of a call with the call's id. */
export type Fact = DeskEvent | readonly [callId: string, event: CallEvent];

/** The console after these facts, at intervals of a second, the first at 0. */
export function consoleAfter(...facts: readonly Fact[]): ConsoleState {
  return consoleFrom(0, ...facts);
}

/** The same with the first at `startMs`, epoch ms. */
export function consoleFrom(startMs: number, ...facts: readonly Fact[]): ConsoleState {
  return facts
    .map((fact, i): Recorded => {
      const at = { seq: i + 1, at: startMs + i * 1000 };
      return 'type' in fact ? { ...at, callId: null, event: fact } : { ...at, callId: fact[0], event: fact[1] };
    })
    .reduce(reduceConsole, EMPTY_CONSOLE);
}

/** The call `id` rings. */
export function rings(id: string, practice = false): readonly [string, CallEvent] {
  const agent = { id: 'front-desk', name: 'Front desk', version: 1 };
  return [id, { type: 'call.rang', from: '+12125550187', to: '+14155550134', agent, carrierCallId: id, practice }];
}

/** The call `id` is answered by its agent, which says nothing. */
export function answered(id: string): readonly Fact[] {
  return [rings(id), [id, { type: 'caller.connected' }], [id, { type: 'model.ready', sessionId: 's', connectMs: 1 }]];
}

/** An operator takes the call `id` over. */
export function takesOver(id: string): readonly Fact[] {
  return [
    [id, { type: 'operator.tookOver', microphone: 'open' }],
    [id, { type: 'floor.changed', floor: 'operator', why: 'took-over' }],
  ];
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

/** A desk whose state the test sets. `looks`: number of times its state was read. */
export function openDesk(): DeskView & { looks(): number; become(state: ConsoleState): void } {
  const events = new EventEmitter();
  let now = EMPTY_CONSOLE;
  let looks = 0;
  return {
    state: () => {
      looks += 1;
      return now;
    },
    looks: () => looks,
    subscribe: (listener) => {
      events.on('event', listener);
      return () => void events.off('event', listener);
    },
    become: (state) => {
      now = state;
      events.emit('event');
    },
  };
}
