import { describe, expect, it } from 'vitest';
import { FunctionCalls } from './function-calls';
import type { RealtimeServerEvent } from './wire';

const NAMES = { response_id: 'resp_1', item_id: 'item_1', call_id: 'call_1' };
const ARGUMENTS = {
  type: 'response.function_call_arguments.done',
  ...NAMES,
  name: 'look_up',
  arguments: '{"id":"A17"}',
} as RealtimeServerEvent;
const CALLED = {
  type: 'toolCalled',
  responseId: 'resp_1',
  itemId: 'item_1',
  toolCallId: 'call_1',
  name: 'look_up',
  arguments: '{"id":"A17"}',
};

function done(status: string): RealtimeServerEvent {
  return { type: 'response.done', response: { id: 'resp_1', status } } as RealtimeServerEvent;
}

describe('a function call', () => {
  it('without its item counts once its response is complete, and once only', () => {
    const calls = new FunctionCalls();
    expect(calls.read(ARGUMENTS)).toEqual([]);
    expect(calls.read(done('completed'))).toEqual([CALLED]);
    expect(calls.read(done('completed'))).toEqual([]);
  });

  it('with its item is told by that alone', () => {
    const calls = new FunctionCalls();
    calls.read(ARGUMENTS);
    calls.read({
      type: 'response.output_item.done',
      item: { type: 'function_call', call_id: 'call_1' },
    } as RealtimeServerEvent);
    expect(calls.read(done('completed'))).toEqual([]);
  });

  it('of a response that was cut does not count', () => {
    const calls = new FunctionCalls();
    calls.read(ARGUMENTS);
    expect(calls.read(done('cancelled'))).toEqual([]);
  });
});
