import { MULAW_BYTES_PER_MS } from '../../shared/audio/mulaw';
import { DEFAULT_AGENT, type Agent } from '../../shared/agent/agent';
import type { CallEvent, DeskEvent, Recorded } from '../../shared/call/events';
import { REHEARSAL_CALLER } from '../../shared/line/rehearsal';
import type { Clock, Dispose, Exchange, Journal, Log, ModelConnector, ModelEvent, ModelLeg } from '../ports/ports';
import type { LineTestAnswerer } from '../ports/ports-lines';
import { CallRegistry } from './call-registry';
import { CallExchange } from './exchange';

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

/** Length of the one utterance: long enough for the bridge to ask the phone how far it has played. */
const SPOKEN_MS = 400;
/** µ-law of a voltage near zero: inaudible, but sound nevertheless. */
const QUIET = Buffer.alloc(SPOKEN_MS * MULAW_BYTES_PER_MS, 0xfe).toString('base64');
const RESPONSE = { responseId: 'rehearsal_response', itemId: 'rehearsal_item' } as const;

/** Model stand-in for line tests: ready at once, says one quiet thing when asked, and costs nothing. */
function createLineTestModels(clock: Clock, onCallerHeard: () => void): ModelConnector {
  return {
    connect: (_agent, onEvent) => new LineTestLeg(clock, onEvent, onCallerHeard),
  };
}

class LineTestLeg implements ModelLeg {
  private cancelNext: Dispose;

  constructor(
    private readonly clock: Clock,
    private readonly onEvent: (event: ModelEvent) => void,
    private readonly onCallerHeard: () => void,
  ) {
    this.cancelNext = clock.after(0, () => onEvent({ type: 'ready', sessionId: 'rehearsal' }));
  }

  appendAudio(): void {
    this.onCallerHeard();
  }

  /** Answers in a later turn of the event loop, as a model over a network does. */
  createResponse(): void {
    this.cancelNext();
    this.cancelNext = this.clock.after(0, () => {
      const { responseId, itemId } = RESPONSE;
      this.onEvent({ type: 'responseStarted', responseId });
      this.onEvent({ type: 'agentTurn', responseId, itemId });
      this.onEvent({ type: 'itemAdded', role: 'agent', itemId, after: null });
      this.onEvent({ type: 'audio', responseId, itemId, contentIndex: 0, payload: QUIET });
      this.onEvent({ type: 'audioDone', responseId, itemId, contentIndex: 0 });
      this.onEvent({ type: 'responseDone', responseId, status: 'completed' });
    });
  }

  writeAsCaller(): void {
    return;
  }

  cancelResponse(): void {
    return;
  }

  truncate(): void {
    return;
  }

  sendToolOutput(): void {
    return;
  }

  permitTool(): void {
    return;
  }

  addNote(): void {
    return;
  }

  answerCaller(): void {
    return;
  }

  askAside(): void {
    return;
  }

  change(): void {
    return;
  }

  close(): void {
    this.cancelNext();
  }
}
