import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AUDIO_TURN, BARGE_IN, TOOL_TURN } from './frames/frames.fixture';
import { translate, type ModelFact } from './translate';
import { parseFrame, type RealtimeServerEvent } from './wire';

function factOf(frame: string): ModelFact | null {
  const parsed = parseFrame(frame);
  if (parsed.kind !== 'known') throw new Error(`${parsed.kind}: ${frame}`);
  return translate(parsed.event);
}

function facts(frames: readonly string[]): ModelFact[] {
  return frames.map(factOf).filter((fact) => fact !== null);
}

function wire(event: object): ModelFact | null {
  return factOf(JSON.stringify(event));
}

const CALLER = 'item_Ct1OXLqYLre7VW2Bz9Eoy';
const AGENT = 'item_Ct1OZd4ZkrcbhoRueeC2O';
const RESPONSE = 'resp_Ct1OZ5ukpGEZNeUWx1iOH';

describe('a turn with audio', () => {
  it('says who spoke, in what order, and what it cost', () => {
    expect(facts(AUDIO_TURN)).toEqual([
      { type: 'sessionOpened' },
      { type: 'sessionChanged', sessionId: 'sess_Ct1OVq7uZb2nLw5sXyA9d', isTelephone: true, answers: true },
      { type: 'speechStarted', itemId: CALLER, audioStartMs: 1236 },
      { type: 'speechStopped', itemId: CALLER, audioEndMs: 3808 },
      { type: 'callerTurn', itemId: CALLER, after: null },
      { type: 'itemAdded', role: 'caller', itemId: CALLER, after: null },
      { type: 'responseStarted', responseId: RESPONSE },
      { type: 'agentTurn', responseId: RESPONSE, itemId: AGENT },
      { type: 'itemAdded', role: 'agent', itemId: AGENT, after: CALLER },
      { type: 'agentTranscriptDelta', responseId: RESPONSE, itemId: AGENT, delta: 'Sure' },
      { type: 'audio', responseId: RESPONSE, itemId: AGENT, contentIndex: 0, payload: '//7+/v39/Pz7+w==' },
      { type: 'callerTranscript', itemId: CALLER, text: 'Hey, can you hear me?', seconds: 1.3 },
      { type: 'audioDone', responseId: RESPONSE, itemId: AGENT, contentIndex: 0 },
      { type: 'agentTranscript', responseId: RESPONSE, itemId: AGENT, text: 'Sure, loud and clear.' },
      {
        type: 'responseDone',
        responseId: RESPONSE,
        status: 'completed',
        usage: { textIn: 106, textCached: 64, textOut: 30, audioIn: 26, audioCached: 0, audioOut: 91 },
      },
      { type: 'rateUsed', share: 1 - 38_490 / 40_000 },
    ]);
  });

  it('takes the fullest of the rate limits, and none of a limit that says nothing', () => {
    const told = (...limits: object[]): unknown => wire({ type: 'rate_limits.updated', rate_limits: limits });
    const requests = { name: 'requests', limit: 100, remaining: 5, reset_seconds: 1 };
    const tokens = { name: 'tokens', limit: 40_000, remaining: 39_000, reset_seconds: 1 };
    expect(told(requests, tokens)).toEqual({ type: 'rateUsed', share: 0.95 });
    expect(told({ name: 'tokens' }, { name: 'requests', limit: 0, remaining: 0 })).toBeNull();
  });
});

describe('a turn with a function call', () => {
  it('is seen to be made while its arguments come', () => {
    expect(facts(TOOL_TURN).filter((fact) => fact.type === 'toolComing')).not.toEqual([]);
    const at = { response_id: 'r1', item_id: 'm1', output_index: 0, delta: '{"a"', obfuscation: 'x' };
    expect(wire({ type: 'response.mcp_call_arguments.delta', ...at })).toEqual({
      type: 'toolComing',
      responseId: 'r1',
    });
  });

  it('asks for the tool once, when its arguments are whole', () => {
    const called = facts(TOOL_TURN).filter((fact) => fact.type === 'toolCalled');
    expect(called).toEqual([
      {
        type: 'toolCalled',
        responseId: 'resp_Ct1OkhbgNQBuFX2HeE0P9',
        itemId: 'item_Ct1OkNEvGW5s0xZERnV95',
        toolCallId: 'call_sHlR7iaFwQ2YQOqm',
        name: 'lookup_order',
        arguments: '{"order_id":"A17"}',
      },
    ]);
    expect(
      facts(TOOL_TURN)
        .filter((fact) => fact.type === 'itemAdded')
        .map((fact) => fact.role),
    ).toEqual(['tool', 'tool']);
  });

  it.each(['', ' ', '\n\t '])('has no arguments when the service sends no text for them: %j', (nothing) => {
    const done = JSON.parse(TOOL_TURN.find((frame) => frame.includes('"response.output_item.done"')) ?? '') as {
      item: object;
    };
    const silent = JSON.stringify({ ...done, item: { ...done.item, arguments: nothing } });
    expect(factOf(silent)).toMatchObject({ type: 'toolCalled', arguments: '{}' });
  });

  it('runs nothing of a response that was cut off', () => {
    const done = TOOL_TURN.find((frame) => frame.includes('"response.output_item.done"')) ?? '';
    expect(factOf(done.replace('"status":"completed"', '"status":"incomplete"'))).toBeNull();
  });
});

describe('an interruption', () => {
  it('is a cancelled response, and the race with its end is nobody’s business', () => {
    expect(facts(BARGE_IN)).toEqual([
      { type: 'speechStarted', itemId: 'item_Ct1OhVepyDFpDovHrgmNp', audioStartMs: 11956 },
      {
        type: 'responseDone',
        responseId: RESPONSE,
        status: 'cancelled',
        detail: 'turn_detected',
        usage: { textIn: 0, textCached: 0, textOut: 0, audioIn: 0, audioCached: 0, audioOut: 0 },
      },
    ]);
  });
});

describe('errors', () => {
  const error = (code: string | null, message = 'Why.') =>
    wire({ type: 'error', error: { type: 'invalid_request_error', code, message, param: null } });

  it.each([
    ['beta_api_shape_disabled', 'misconfigured'],
    ['invalid_api_key', 'refused'],
    ['insufficient_quota', 'refused'],
    ['model_not_found', 'refused'],
    ['session_expired', 'expired'],
  ])('%s ends the leg: %s', (code, failure) => {
    expect(error(code)).toEqual({ type: 'failed', failure, detail: `The model service answered ${code}` });
  });

  it('tells a refused response.create apart', () => {
    expect(error('conversation_already_has_active_response')).toEqual({ type: 'createRefused', detail: 'Why.' });
  });

  it('swallows races and keeps the rest', () => {
    expect(error('response_cancel_not_active')).toBeNull();
    expect(error('input_audio_buffer_commit_empty')).toBeNull();
    expect(error('cannot_update_voice')).toEqual({ type: 'complaint', code: 'cannot_update_voice', detail: 'Why.' });
    expect(error(null)).toEqual({ type: 'complaint', code: 'invalid_request_error', detail: 'Why.' });
  });

  it.each([
    ['Rate limit reached for gpt-realtime-2.1 on tokens per min (TPM). Please try again in 9.5s. Visit …', 9500],
    ['Rate limit reached. Please try again in 120ms.', 120],
    ['Rate limit reached. Please try again in 1m2s.', 62_000],
    ['Rate limit reached.', undefined],
  ])('knows how long a rate limit lasts: %s', (message, retryAfterMs) => {
    const code = 'inference_rate_limit_exceeded';
    const details = { type: 'failed', error: { type: 'invalid_request_error', code, message } };
    const done = { type: 'response.done', response: { id: 'r1', status: 'failed', status_details: details } };
    const more = retryAfterMs === undefined ? {} : { retryAfterMs };
    expect(wire(done)).toEqual({ type: 'responseDone', responseId: 'r1', status: 'failed', detail: code, ...more });
    const error = { type: 'requests', code: 'rate_limit_exceeded', message };
    expect(wire({ type: 'error', error })).toEqual({
      type: 'complaint',
      code: 'rate_limit_exceeded',
      detail: message,
      ...more,
    });
  });

  it('ends the leg when a failed response says that none can succeed', () => {
    const failed = (code: string) =>
      wire({
        type: 'response.done',
        response: { id: 'resp_1', status: 'failed', status_details: { type: 'failed', error: { code } }, usage: null },
      });
    expect(failed('insufficient_quota')).toMatchObject({ type: 'failed', failure: 'refused' });
    expect(failed('inference_rate_limit_exceeded')).toEqual({
      type: 'responseDone',
      responseId: 'resp_1',
      status: 'failed',
      detail: 'inference_rate_limit_exceeded',
    });
  });
});

describe('fields that are not what the wire promises', () => {
  const audio = { type: 'response.output_audio.delta', response_id: 'r', item_id: 'i', content_index: 0 };

  it.each(['abc', '","event":"clear', 'ab=c', '=abc', 'AA==AA==', 7, null, undefined, {}])(
    'refuses audio %j',
    (delta) => {
      expect(() => wire({ ...audio, delta })).toThrow();
    },
  );

  it('refuses ids that are missing, empty or endless', () => {
    for (const item_id of [undefined, null, '', 'x'.repeat(129), 4]) {
      expect(() => wire({ ...audio, delta: '', item_id })).toThrow();
      expect(() => wire({ type: 'input_audio_buffer.speech_started', audio_start_ms: 1, item_id })).toThrow();
    }
  });

  it('cuts words to what the journal keeps', () => {
    const fact = wire({
      type: 'conversation.item.input_audio_transcription.completed',
      item_id: 'i',
      transcript: 'x'.repeat(20_000),
    });
    expect(fact).toMatchObject({ text: 'x'.repeat(16_384) });
  });

  it('ignores fields and content it does not know', () => {
    expect(wire({ ...audio, delta: 'AAAA', obfuscation: 'LBq', more: { deep: 1 } })).toMatchObject({ payload: 'AAAA' });
  });

  it('answers any known event with a well-formed fact, nothing, or an error: never with something else', () => {
    const types = [...AUDIO_TURN, ...TOOL_TURN, ...BARGE_IN].map(
      (frame) => (JSON.parse(frame) as { type: string }).type,
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...types),
        fc.dictionary(
          fc.constantFrom(
            'item',
            'response',
            'error',
            'session',
            'delta',
            'item_id',
            'response_id',
            'audio_start_ms',
            'usage',
          ),
          fc.jsonValue(),
        ),
        (type, fields) => {
          let fact: ModelFact | null = null;
          try {
            fact = wire({ ...fields, type });
          } catch {
            return;
          }
          if (fact === null) return;
          for (const [name, value] of Object.entries(fact)) {
            if (name.endsWith('Id'))
              expect(value).toSatisfy((each) => typeof each === 'string' && each.length > 0 && each.length <= 128);
            if (name.endsWith('Ms')) expect(value).toBeGreaterThanOrEqual(0);
            if (['detail', 'text', 'delta', 'payload', 'code'].includes(name)) expect(value).toBeTypeOf('string');
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('a session', () => {
  type Session = Extract<RealtimeServerEvent, { type: 'session.updated' }>['session'];
  const session = (input: object, output: object): Session => ({
    type: 'realtime',
    audio: { input: { format: input }, output: { format: output } },
  });
  const pcmu = { type: 'audio/pcmu' };
  const confirmed = (updated: Session): ModelFact | null =>
    translate({ type: 'session.updated', event_id: 'event_1', session: updated });

  it('is a telephone with µ-law both ways and nothing else', () => {
    expect(confirmed(session(pcmu, pcmu))).toMatchObject({ isTelephone: true });
    expect(confirmed(session(pcmu, { type: 'audio/pcm', rate: 24000 }))).toMatchObject({ isTelephone: false });
    expect(confirmed(session({ type: 'audio/pcma' }, pcmu))).toMatchObject({ isTelephone: false });
    expect(confirmed({ type: 'realtime' })).toMatchObject({ isTelephone: false });
  });
});
