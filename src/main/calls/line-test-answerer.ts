import { MULAW_BYTES_PER_MS } from '../../shared/audio/mulaw';
import { DEFAULT_AGENT, type Agent } from '../../shared/agent/agent';
import type { CallEvent, DeskEvent, Recorded } from '../../shared/call/events';
import { LINE_TEST_CALLER } from '../../shared/line/line-test';
import type { Clock, Exchange, Journal, Log, ModelConnector, ModelEvent } from '../ports/ports';
import type { LineTestAnswerer } from '../ports/ports-lines';
import { CallRegistry } from './call-registry';
import { CallExchange } from './exchange';

const AGENT: Agent = {
  ...DEFAULT_AGENT,
  id: 'line-test',
  name: 'Line test',
  tools: [],
  limits: { ...DEFAULT_AGENT.limits, longestCallMinutes: 1 },
};
const NO_TOOL = { ok: false, failure: 'unknown-tool', detail: '' } as const;
const PREFIX = 'line_test_';
/** Length of the one utterance: long enough for the bridge to ask the phone how far it has played. */
const SPOKEN_MS = 400;
/** µ-law of a voltage near zero: inaudible, but sound nevertheless. */
const QUIET = Buffer.alloc(SPOKEN_MS * MULAW_BYTES_PER_MS, 0xfe).toString('base64');
const RESPONSE = { responseId: 'line_test_response', itemId: 'line_test_item' } as const;

/**
 * Combines the exchange of a way in with line tests: a caller who says so gets a test, everybody else a call. Each test
 * has an exchange of its own: it proves the bridge of real calls, and nobody sees it.
 */
export function createLineTestAnswerer(calls: Exchange, clock: Clock, log: Log): LineTestAnswerer {
  const tests = new Map<string, CallExchange>();
  return {
    expect: (carrierCallId, onHeard) => {
      const exchange = openExchange({ clock, log, callId: `${PREFIX}${carrierCallId}`, onHeard });
      tests.set(carrierCallId, exchange);
      return () => {
        tests.delete(carrierCallId);
        void exchange.stop();
      };
    },
    ring: (facts) => {
      if (facts.from !== LINE_TEST_CALLER) return calls.ring(facts);
      return tests.get(facts.carrierCallId)?.ring(facts) ?? { admitted: false, reason: 'over' };
    },
    attachCaller: (callId, leg, isBack) => {
      const exchange = callId.startsWith(PREFIX) ? tests.get(callId.slice(PREFIX.length)) : calls;
      return exchange?.attachCaller(callId, leg, isBack);
    },
    // Nobody leads the caller of a test back.
    callerReturns: (carrierCallId) => calls.callerReturns(carrierCallId),
    carrierReportedEnd: (carrierCallId) => {
      tests.get(carrierCallId)?.carrierReportedEnd(carrierCallId);
      calls.carrierReportedEnd(carrierCallId);
    },
    streamFailed: (carrierCallId, code) => calls.streamFailed(carrierCallId, code),
  };
}

interface ExchangeFacts {
  readonly clock: Clock;
  readonly log: Log;
  readonly callId: string;
  readonly onHeard: () => void;
}

function openExchange({ clock, log, callId, onHeard }: ExchangeFacts): CallExchange {
  const heard = { caller: false, agent: false };
  const note = (who: keyof typeof heard): void => {
    const wasAll = heard.caller && heard.agent;
    heard[who] = true;
    if (!wasAll && heard.caller && heard.agent) onHeard();
  };
  return new CallExchange({
    clock,
    log,
    journal: journalOf((event) => {
      if (event.type === 'agent.wasHeard') note('agent');
    }),
    registry: new CallRegistry(),
    models: createLineTestModels(clock, () => note('caller')),
    tools: { check: () => undefined, run: () => Promise.resolve(NO_TOOL) },
    telephony: { hangUp: () => Promise.resolve(), apologise: () => Promise.resolve() },
    transcriber: undefined,
    operatorReturnMs: () => 0,
    agentFor: () => AGENT,
    newCallId: () => callId,
    maxCalls: 1,
    practice: true,
  });
}

/** A journal that stores nothing: a line test leaves no trace in the records. */
function journalOf(onEvent: (event: CallEvent | DeskEvent) => void): Journal {
  let seq = 0;
  const record: Journal['record'] = (callId: string | null, event: CallEvent | DeskEvent) => {
    onEvent(event);
    return { seq: ++seq, at: 0, callId, event } as Recorded;
  };
  return { record, subscribe: () => () => undefined };
}

/** Model stand-in for line tests: ready at once, says one quiet thing when asked, and costs nothing. */
function createLineTestModels(clock: Clock, onCallerHeard: () => void): ModelConnector {
  return {
    connect: (_agent, onEvent) => {
      let cancelNext = clock.after(0, () => onEvent({ type: 'ready', sessionId: 'line-test' }));
      return {
        seed: nothing,
        appendAudio: onCallerHeard,
        // In a later turn of the event loop, as a model over a network answers.
        createResponse: () => {
          cancelNext();
          cancelNext = clock.after(0, () => saySomething(onEvent));
        },
        writeAsCaller: nothing,
        cancelResponse: nothing,
        truncate: nothing,
        sendToolOutput: nothing,
        permitTool: nothing,
        addNote: nothing,
        answerCaller: nothing,
        askAside: nothing,
        change: nothing,
        close: () => cancelNext(),
      };
    },
  };
}

function saySomething(onEvent: (event: ModelEvent) => void): void {
  const { responseId, itemId } = RESPONSE;
  onEvent({ type: 'responseStarted', responseId });
  onEvent({ type: 'agentTurn', responseId, itemId });
  onEvent({ type: 'itemAdded', role: 'agent', itemId, after: null });
  onEvent({ type: 'audio', responseId, itemId, contentIndex: 0, payload: QUIET });
  onEvent({ type: 'audioDone', responseId, itemId, contentIndex: 0 });
  onEvent({ type: 'responseDone', responseId, status: 'completed' });
}

function nothing(): void {
  return;
}
