import { DEFAULT_AGENT, type Agent } from '../../shared/agent/agent';
import type { CallEvent, DeskEvent, Recorded } from '../../shared/call/events';
import { REHEARSAL_CALLER } from '../../shared/line/rehearsal';
import type { Clock, Exchange, Journal, Log } from '../ports/ports';
import type { LineTestAnswerer } from '../ports/ports-lines';
import { CallRegistry } from './call-registry';
import { CallExchange } from './exchange';
import { createLineTestModels } from './line-test-model';

const AGENT: Agent = {
  ...DEFAULT_AGENT,
  id: 'rehearsal',
  name: 'Rehearsal',
  tools: [],
  limits: { ...DEFAULT_AGENT.limits, longestCallMinutes: 1 },
};
const NO_TOOL = { ok: false, failure: 'unknown-tool', detail: '' } as const;
const PREFIX = 'rehearsal_';

/**
 * Answers line tests, each through an exchange of its own: they prove the bridge of real calls, and nobody sees them.
 */
export function createLineTestAnswerer(clock: Clock, log: Log): LineTestAnswerer {
  const exchanges = new Map<string, CallExchange>();
  return {
    expect: (carrierCallId, onHeard) => {
      const exchange = openExchange({ clock, log, callId: `${PREFIX}${carrierCallId}`, onHeard });
      exchanges.set(carrierCallId, exchange);
      return () => {
        exchanges.delete(carrierCallId);
        void exchange.stop();
      };
    },
    has: (callId) => callId.startsWith(PREFIX),
    ring: (facts) => exchanges.get(facts.carrierCallId)?.ring(facts) ?? { admitted: false, reason: 'over' },
    attachCaller: (callId, leg) => exchanges.get(callId.slice(PREFIX.length))?.attachCaller(callId, leg),
    carrierReportedEnd: (carrierCallId) => exchanges.get(carrierCallId)?.carrierReportedEnd(carrierCallId),
  };
}

/** Combines the exchange of a way in with line tests: a caller who says so gets a test, everybody else a call. */
export function withLineTests(calls: Exchange, answerer: LineTestAnswerer): Exchange {
  return {
    ring: (facts) => (facts.from === REHEARSAL_CALLER ? answerer : calls).ring(facts),
    attachCaller: (callId, leg) => (answerer.has(callId) ? answerer : calls).attachCaller(callId, leg),
    carrierReportedEnd: (carrierCallId) => {
      answerer.carrierReportedEnd(carrierCallId);
      calls.carrierReportedEnd(carrierCallId);
    },
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
    telephony: { hangUp: () => Promise.resolve() },
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
