import path from 'node:path';
import { openPhoneSide, type PhoneSide } from '../../src/main/app/phone-side';
import { CallRegistry } from '../../src/main/calls/call-registry';
import type { Journal } from '../../src/main/ports/ports';
import { SettlingClock } from '../../src/main/ports/settling-clock.fixture';
import { createRealtimeConnector } from '../../src/main/realtime/connector';
import { createToolRunner } from '../../src/main/tools/tool-runner';
import { createTelephony } from '../../src/main/twilio/telephony';
import { DEFAULT_AGENT, type Agent } from '../../src/shared/agent/agent';
import type { Call } from '../../src/shared/call/call';
import { RecordedSchema, reduceCall, type CallEvent, type Recorded } from '../../src/shared/call/events';
import type { Tool } from '../../src/shared/tool/tool';
import { loadClips } from '../../src/simulator/clips/clips';
import type { Dialogue } from '../../src/simulator/realtime/dialogue/dialogue';
import { startRealtimeSimulator, type RealtimeSimulator } from '../../src/simulator/realtime/realtime-simulator';
import { startFaultyProxy, type FaultyProxy } from '../../src/simulator/network/faulty-proxy';
import { createVoice, type Voice } from '../../src/simulator/realtime/responses/voice';
import type { CalledPerson, CalledScript } from '../../src/simulator/twilio/called/called-person';
import type { SimulatedCall } from '../../src/simulator/twilio/simulated-call';
import { startTwilioSimulator, type TwilioSimulator } from '../../src/simulator/twilio/twilio-simulator';
import { twilioSignature } from '../../src/simulator/twilio/webhooks/signature';

export const LINE = '+14155550134';
export const CALLER = '+12125550187';
export const PERSON = '+15551230000';
const KEY = 'sk-simulated';
/** Timeout, in ms of the call: what has not happened by then never will. */
const PATIENCE_MS = 600_000;
const ignore = (): void => undefined;
const noTool = () => Promise.resolve({ ok: false, failure: 'unknown-tool', detail: '' } as const);

/** A phone side between a simulated carrier and a simulated model, with its records. */
export interface PhoneRig {
  readonly side: PhoneSide;
  readonly calls: CallRegistry;
  readonly carrier: TwilioSimulator;
  readonly model: RealtimeSimulator;
  /** Voice of the agent: text to µ-law. */
  readonly voice: Voice;
  readonly people: readonly CalledPerson[];
  readonly placed: readonly SimulatedCall[];
  /** The way from the carrier to the phone side, when the options ask for one that can be lost. */
  readonly tunnel: FaultyProxy;
  /** Recorded speech by name. */
  clip(name: string): Buffer;
  dialIn(): SimulatedCall;
  /** Posts a form of the carrier's again, with its original signature. */
  replay(
    url: string,
    params: Readonly<Record<string, string>>,
  ): Promise<{ readonly status: number; readonly body: string }>;
  /** Id of the only call so far, or of the nth. */
  callId(n?: number): string;
  events(callId?: string): readonly CallEvent[];
  call(callId?: string): Call;
  /** Resolves with the first event of that type. */
  until<T extends CallEvent['type']>(type: T): Promise<Extract<CallEvent, { type: T }>>;
  /**
   * Resolves when the condition is true; checked with every turn of the event loop. Rejects after ten minutes of the call.
   */
  untilTrue(isTrue: () => boolean): Promise<void>;
  close(): Promise<void>;
}

export interface PhoneRigOptions {
  readonly greeting?: string;
  readonly dialogue?: Dialogue;
  readonly turnTaking?: Agent['turnTaking'];
  readonly called?: (number: string) => CalledScript;
  /** Tools of the agent, checked and run as in the app. */
  readonly tools?: readonly Tool[];
  /** True: what the carrier says by itself, and its pauses, take their time. */
  readonly isCarrierInRealTime?: boolean;
}

/** Starts everything; one line leads to the phone side. */
export async function openPhoneRig(options: PhoneRigOptions = {}): Promise<PhoneRig> {
  const clock = new SettlingClock();
  const clips = loadClips(path.resolve('resources/clips'));
  const model = await startRealtimeSimulator({
    clips,
    clock,
    keys: [KEY],
    ...(options.dialogue && { dialogue: () => options.dialogue as Dialogue }),
  });
  const carrier = await startTwilioSimulator({
    clock,
    numbers: [{ phoneNumber: LINE }],
    called: options.called ?? (() => ({ then: 'by-hand' })),
    pace: options.isCarrierInRealTime === true ? 'real' : 'virtual',
  });
  const { sid: accountSid, authToken } = carrier.account;
  const secrets = { openAiKey: () => KEY, twilio: () => ({ accountSid, authToken }) };
  const recorded: Recorded[] = [];
  const record = (callId: string | null, event: unknown): Recorded => {
    const next = RecordedSchema.parse({ seq: recorded.length + 1, at: clock.nowMs(), callId, event });
    recorded.push(next);
    return next;
  };
  const journal: Journal = { record, subscribe: () => ignore };
  const log = { info: ignore, warn: ignore, error: ignore };
  const agent: Agent = {
    ...DEFAULT_AGENT,
    ...(options.greeting !== undefined && { greeting: options.greeting }),
    ...(options.turnTaking !== undefined && { turnTaking: options.turnTaking }),
    ...(options.tools !== undefined && { tools: [...options.tools] }),
  };
  const reach: { base: URL | undefined } = { base: undefined };
  const calls = new CallRegistry();
  const side = await openPhoneSide({
    registry: calls,
    journal,
    clock,
    log,
    secrets,
    models: createRealtimeConnector({ url: model.url, secrets, clock }),
    tools: createToolRunner({ http: noTool, script: noTool, mcp: noTool }),
    telephony: createTelephony(secrets, clock, carrier.apiUrl),
    transcriber: undefined,
    operatorReturnMs: () => 8000,
    port: 0,
    publicBase: () => reach.base,
    agentFor: () => agent,
    agentOf: (agentId) => (agentId === agent.id ? agent : undefined),
    isLive: (line) => line === LINE,
    practice: false,
    ownPorts: new Set(),
  });
  const tunnel = await startFaultyProxy({ targetPort: side.port, clock });
  reach.base = new URL(tunnel.url);
  const number = carrier.numbers.get(LINE);
  if (number !== undefined) {
    number.voice_url = `${reach.base.origin}/twiml`;
    number.status_callback = `${reach.base.origin}/status`;
  }
  const people: CalledPerson[] = [];
  const placed: SimulatedCall[] = [];
  carrier.onPersonCalled((person) => people.push(person));
  carrier.onPlacedCall((call) => placed.push(call));

  const callId = (n = 0): string => {
    const ids = [...new Set(recorded.flatMap(({ callId: id }) => id ?? []))];
    const id = ids[n];
    if (id === undefined) throw new Error('there was no such call');
    return id;
  };
  const events = (id?: string): readonly CallEvent[] =>
    recorded.flatMap((each) => (each.callId !== null && (id === undefined || each.callId === id) ? [each.event] : []));
  const untilTrue = async (isTrue: () => boolean): Promise<void> => {
    const untilMs = clock.nowMs() + PATIENCE_MS;
    while (!isTrue()) {
      if (clock.nowMs() > untilMs) throw new Error(`Waited in vain: ${isTrue.toString()}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };

  return {
    side,
    calls,
    carrier,
    model,
    tunnel,
    voice: createVoice(clips),
    people,
    placed,
    clip: (name) => clips.audio(name),
    async replay(url, params) {
      const reply = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'x-twilio-signature': twilioSignature(authToken, url, params),
        },
        body: new URLSearchParams(params).toString(),
      });
      return { status: reply.status, body: await reply.text() };
    },
    dialIn: () => carrier.dial({ from: CALLER, to: LINE }),
    callId,
    events,
    call(id = callId()) {
      let call: Call | undefined;
      for (const each of recorded) if (each.callId === id) call = reduceCall(call, each);
      if (call === undefined) throw new Error('the call never rang');
      return call;
    },
    async until(type) {
      const found = () =>
        events().find((event): event is Extract<CallEvent, { type: typeof type }> => event.type === type);
      await untilTrue(() => found() !== undefined);
      const event = found();
      if (event === undefined) throw new Error('unreachable');
      return event;
    },
    untilTrue,
    async close() {
      await side.stop();
      await Promise.all([carrier.close(), model.close(), tunnel.close()]);
      clock.stop();
    },
  };
}
