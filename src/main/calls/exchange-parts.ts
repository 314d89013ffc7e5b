import type { Agent } from '../../shared/agent/agent';
import type { Clock, Journal, Log, ModelConnector, Telephony } from '../ports/ports';
import type { ToolRunner } from '../ports/ports-tools';
import type { Transcriber } from '../ports/ports-operator';

/** What the calls of one carrier need. */
export interface ExchangeParts {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly models: ModelConnector;
  readonly tools: ToolRunner;
  readonly telephony: Pick<Telephony, 'hangUp'>;
  /** Undefined: nobody writes down what operators say. */
  readonly transcriber: Transcriber | undefined;
  /** How long an operator who was lost is waited for; ms. */
  readonly operatorReturnMs: () => number;
  readonly log: Log;
  /** The agent of a number; the call keeps what it is given here. */
  readonly agentFor: (number: string) => Agent;
  readonly newCallId: () => string;
  readonly maxCalls: number;
  readonly practice: boolean;
}
