import type { CallEvent, Recorded } from '../src/shared/call/events';

const TURNS = 10_000;
const CALL_ID = 'call_long';
const RANG_AT = Date.UTC(2026, 0, 5, 9);
const TURN_MS = 4_000;

/** Ten thousand turns of a call between caller and agent, word by word, with a tool call now and then. */
export function longCall(): readonly Recorded[] {
  const facts: Recorded[] = [];
  const record = (at: number, event: CallEvent): void => {
    facts.push({ seq: facts.length + 1, at, callId: CALL_ID, event });
  };
  record(RANG_AT, {
    type: 'call.rang',
    from: '+12125550187',
    to: '+14155550134',
    agent: { id: 'front-desk', name: 'Front desk', version: 1 },
    carrierCallId: 'CA1',
    practice: false,
  });
  record(RANG_AT, { type: 'caller.connected' });
  record(RANG_AT, { type: 'model.ready', sessionId: 'sess_1', connectMs: 120 });
  let after: string | null = null;
  for (let turn = 0; turn < TURNS; turn += 1) {
    const at = RANG_AT + (turn + 1) * TURN_MS;
    const itemId = `item_${String(turn)}`;
    const words = `Turn ${String(turn)}. ${'And some more of it was said. '.repeat(turn % 7)}`;
    if (turn % 2 === 0) {
      record(at, { type: 'caller.startedSpeaking', itemId });
      record(at, { type: 'caller.finishedTurn', itemId, after });
      record(at, { type: 'caller.transcribed', itemId, text: words });
    } else if (turn % 25 === 1) {
      const toolCallId = `tool_${String(turn)}`;
      record(at, {
        type: 'tool.called',
        toolCallId,
        itemId,
        after,
        name: 'lookup_order',
        arguments: `{"turn":${String(turn)}}`,
        kind: 'http',
        timeoutMs: 8_000,
      });
      record(at + 400, { type: 'tool.answered', toolCallId, by: 'machine', output: `Turn ${String(turn)}. Shipped.` });
    } else {
      record(at, { type: 'agent.openedTurn', responseId: `resp_${String(turn)}`, itemId, after });
      record(at, { type: 'agent.transcribed', itemId, text: words });
      record(at, { type: 'agent.startedSpeaking', itemId, replyMs: 600 });
      record(at, { type: 'agent.wasHeard', itemId, heardMs: 2_000 });
    }
    after = itemId;
  }
  record(RANG_AT + (TURNS + 1) * TURN_MS, { type: 'call.ended', by: 'caller', reason: 'caller-hung-up' });
  return facts;
}
