import { DEFAULT_AGENT, type Agent } from '../../shared/agent/agent';
import type { Call } from '../../shared/call/call';
import { CallEventSchema, RecordedSchema, reduceCall, type CallEvent, type Recorded } from '../../shared/call/events';
import type { Tool } from '../../shared/tool/tool';
import { CallRegistry, type RegisteredSession } from '../calls/call-registry';
import { onCall } from '../calls/call-registry.fixture';
import { CallExchange } from '../calls/exchange';
import { OutboundCalls } from '../calls/outbound-calls';
import { ManualClock } from '../ports/manual-clock.fixture';
import type { CallerLegListener, CommandRefusal, KnownCall } from '../ports/ports';
import type { ToolOutcome } from '../ports/ports-tools';
import type { CallOut, PutThrough, Telephony } from '../ports/ports-transfer';
import { ScriptedModels, type ScriptedLeg } from './model.fixture';
import { Phone } from './phone.fixture';
import { ScriptedTranscriber } from './transcriber.fixture';

const base = { description: '', parameters: {}, timeoutMs: 8000 };

export const REFUND: Tool = { kind: 'operator', ...base, name: 'refund_order' };
export const LOOKUP: Tool = { kind: 'http', ...base, name: 'lookup_order', method: 'GET', url: 'https://example.com' };
export const GREETER: Agent = {
  ...DEFAULT_AGENT,
  greeting: 'Hello.',
  tools: [...DEFAULT_AGENT.tools, REFUND, LOOKUP],
};

/** Time to wait for a lost operator; ms. */
export const OPERATOR_RETURN_MS = 8000;

/** A caller of a rig: the phone, its stream, and the events and state of the call. */
export class Caller {
  private frames = 0;

  constructor(
    private readonly rig: CallRig,
    readonly callId: string,
    readonly phone: Phone,
    readonly stream: CallerLegListener,
    /** The model leg of this call. */
    readonly model: ScriptedLeg,
  ) {}

  /** Speaks or is silent for `ms`, in frames of 20 ms, while time passes. */
  sends(ms: number, byte = 0xff): void {
    const payload = Buffer.alloc(160, byte).toString('base64');
    for (let left = ms; left > 0; left -= 20) {
      this.stream.onAudio(payload, this.frames * 20);
      this.frames += 1;
      this.rig.clock.advance(20);
    }
  }

  /** Recorded events of this call. */
  get events(): readonly CallEvent[] {
    return this.rig.journal.flatMap(({ callId, event }) =>
      callId === this.callId ? [CallEventSchema.parse(event)] : [],
    );
  }

  get facts(): readonly string[] {
    return this.events.map(({ type }) => type);
  }

  /** State of the call, folded as the screen folds it. */
  get call(): Call {
    let call: Call | undefined;
    for (const recorded of this.rig.journal)
      if (recorded.callId !== null && recorded.callId === this.callId) call = reduceCall(call, recorded);
    if (call === undefined) throw new Error('the call never rang');
    return call;
  }

  fact<T extends CallEvent['type']>(type: T): Extract<CallEvent, { type: T }> | undefined {
    return this.events.find((event): event is Extract<CallEvent, { type: T }> => event.type === type);
  }
}

/** A whole exchange between scripted models and simulated phones, on a manual clock. */
export class CallRig {
  readonly clock = new ManualClock();
  readonly journal: Recorded[] = [];
  readonly models = new ScriptedModels();
  readonly transcriber = new ScriptedTranscriber();
  /** Every frame to either leg and every act at the carrier, in order; marks and audio left out. */
  readonly wire: string[] = [];
  readonly calls = new CallRegistry();
  readonly exchange: CallExchange;
  readonly outbound: OutboundCalls;
  /** False: a fault of a call is one of the product's, and fails the test. */
  hasPlantedFault = false;
  onRecord: (recorded: Recorded) => void = () => undefined;
  /** Answer of every tool; a promise that never settles hangs. */
  runTool: (signal: AbortSignal) => Promise<ToolOutcome> = () => Promise.resolve({ ok: true, output: 'shipped' });
  /** The carrier's answer to a hang-up. */
  hangUp: () => Promise<void> = () => Promise.resolve();
  /** The carrier's answers to a transfer and to a call out. */
  putThrough: (order: PutThrough) => Promise<void> = () => Promise.resolve();
  dial: (order: CallOut) => Promise<string> = () => Promise.resolve('CA_out');
  /** Limit of the desk that one more call would break. */
  deskLimit: (calls: number) => 'desk-full' | 'spend-reached' | undefined = () => undefined;
  /** Numbers of lines that are live. */
  readonly liveLines = new Set(['+2']);
  private rings = 0;
  private callIds = 0;

  constructor(
    private readonly agent: Agent = GREETER,
    maxCalls = 100,
    knownCalls: readonly KnownCall[] = [],
  ) {
    const record = (callId: string | null, event: unknown): Recorded => {
      const recorded = RecordedSchema.parse({ seq: this.journal.length + 1, at: this.clock.wallMs(), callId, event });
      this.journal.push(recorded);
      this.onRecord(recorded);
      return recorded;
    };
    this.models.onFrame = (line) => this.wire.push(line);
    const error = (code: string, facts: object = {}): void => {
      if (code === 'call.bug' && !this.hasPlantedFault) throw new Error(JSON.stringify(facts));
    };
    const log = { info: () => undefined, warn: () => undefined, error };
    const telephony: Telephony = {
      hangUp: (carrierCallId) => {
        this.wire.push(`hang up ${carrierCallId}`);
        return this.hangUp();
      },
      apologise: (carrierCallId) => {
        this.wire.push(`apologise ${carrierCallId}`);
        return this.hangUp();
      },
      putThrough: (order) => {
        this.wire.push(`put ${order.carrierCallId} through to ${order.to}`);
        return this.putThrough(order);
      },
      dial: (order) => {
        this.wire.push(`dial ${order.to} from ${order.from}`);
        return this.dial(order);
      },
    };
    const newCallId = (): string => `call_${String(++this.callIds)}`;
    this.exchange = new CallExchange({
      clock: this.clock,
      journal: { record, subscribe: () => () => undefined },
      registry: this.calls,
      models: this.models,
      tools: { check: () => undefined, run: (_tool, _args, signal) => this.runTool(signal) },
      telephony,
      transcriber: this.transcriber,
      operatorReturnMs: () => OPERATOR_RETURN_MS,
      log,
      agentFor: () => this.agent,
      newCallId,
      maxCalls,
      knownCalls,
      deskLimit: (calls) => this.deskLimit(calls),
      practice: false,
    });
    this.outbound = new OutboundCalls({
      exchange: this.exchange,
      telephony,
      clock: this.clock,
      log,
      readNumber: (typed) =>
        typed.startsWith('+') ? { ok: true, number: typed } : { ok: false, refusal: 'not-a-number' },
      isLive: (line) => this.liveLines.has(line),
      agentFor: (_line, agentId) => (agentId === undefined || agentId === this.agent.id ? this.agent : undefined),
      newCallId,
    });
  }

  /** Acts on a call, or returns the reason there is none to act on. */
  on<T>(callId: string, act: (call: RegisteredSession) => T): T | CommandRefusal {
    return onCall(this.calls, callId, act);
  }

  /** Makes a call ring; returns its id. */
  ring(): string {
    this.rings += 1;
    const verdict = this.exchange.ring({ carrierCallId: `CA${String(this.rings)}`, from: '+1', to: '+2' });
    if (!verdict.admitted) throw new Error(verdict.reason);
    return verdict.callId;
  }

  /** Makes a call ring and attaches its stream. */
  call(oneWayMs = 0): Caller {
    return this.attach(this.ring(), oneWayMs);
  }

  /** Attaches the stream of a call. */
  attach(callId: string, oneWayMs = 0, isBack = false): Caller {
    const phone = new Phone(this.clock, oneWayMs);
    phone.onCommand = ({ type }) => {
      if (type === 'clear' || type === 'close') this.wire.push(`phone ${type}`);
    };
    const stream = this.exchange.attachCaller(callId, phone, isBack);
    if (stream === undefined) throw new Error('the stream was refused');
    phone.onMark = (name) => stream.onMark(name);
    return new Caller(this, callId, phone, stream, this.models.last);
  }

  /** Makes a call whose greeting was said and heard. */
  greetedCall(oneWayMs = 0): Caller {
    const caller = this.call(oneWayMs);
    caller.model.ready();
    caller.model.respond('greeting', { hello: 1000 });
    caller.sends(2000);
    this.wire.length = 0;
    return caller;
  }

  /** Lets settled promises run. */
  async settle(): Promise<void> {
    for (let i = 0; i < 10; i += 1) await Promise.resolve();
  }
}
