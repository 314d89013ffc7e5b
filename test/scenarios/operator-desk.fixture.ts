import path from 'node:path';
import { openPhoneSide, type PhoneSide } from '../../src/main/app/phone-side';
import { CallRegistry, type RegisteredSession } from '../../src/main/calls/call-registry';
import { ManualClock } from '../../src/main/ports/manual-clock.fixture';
import type { Journal } from '../../src/main/ports/ports';
import { createRealtimeConnector } from '../../src/main/realtime/connector';
import { createTranscriber } from '../../src/main/realtime/transcriber';
import { createTelephony } from '../../src/main/twilio/telephony';
import { DEFAULT_AGENT, type Agent } from '../../src/shared/agent/agent';
import type { Call } from '../../src/shared/call/call';
import { reduceCall, type CallEvent, type Recorded } from '../../src/shared/call/events';
import { loadClips } from '../../src/simulator/clips/clips';
import type { RealtimeSession } from '../../src/simulator/realtime/realtime-session';
import { startRealtimeSimulator, type RealtimeSimulator } from '../../src/simulator/realtime/realtime-simulator';
import { settleSockets } from '../../src/simulator/settled-sockets.fixture';
import type { SimulatedCall } from '../../src/simulator/twilio/simulated-call';
import { startTwilioSimulator, type TwilioSimulator } from '../../src/simulator/twilio/twilio-simulator';

const LINE = '+14155550134';
const KEY = 'sk-simulated';
const FRAME_BYTES = 160;
const FRAME_MS = 20;
/** Timeout, in ms of the call: what has not happened by then never will. */
const PATIENCE_MS = 60_000;
const SILENCE = Buffer.alloc(FRAME_BYTES, 0xff);

/** The app's own clips. */
export const clips = loadClips(path.resolve('resources/clips'));

const AGENT: Agent = {
  ...DEFAULT_AGENT,
  tools: [
    {
      kind: 'operator',
      name: 'refund_order',
      description: 'Ask a colleague to pay an order back.',
      parameters: {},
      timeoutMs: 60_000,
    },
    ...DEFAULT_AGENT.tools,
  ],
};

/**
 * A carrier, a model and a console between them, with real sockets, one caller, and the operator who follows them. Time
 * advances by hand, a frame at a time, and all sockets settle in between: a slow machine causes no gaps.
 */
export class OperatorDesk {
  readonly events: CallEvent[] = [];
  readonly headset: { readonly caller: Buffer; readonly other: Buffer }[] = [];
  call: Call | undefined;
  /** Audio queued in the operator's microphone, frame by frame. */
  private spoken: Buffer[] = [];
  private isMicrophoneOn = false;

  private constructor(
    private readonly clock: ManualClock,
    private readonly carrier: TwilioSimulator,
    private readonly models: RealtimeSimulator,
    private readonly side: PhoneSide,
    private readonly calls: CallRegistry,
    readonly caller: SimulatedCall,
  ) {}

  /** Dials in; resolves when the stream is up. */
  static async open(operatorReturnMs = 800): Promise<OperatorDesk> {
    const clock = new ManualClock();
    const carrier = await startTwilioSimulator({ clock, numbers: [{ phoneNumber: LINE }] });
    const models = await startRealtimeSimulator({ clock, clips, keys: [KEY] });
    const { sid: accountSid, authToken } = carrier.account;
    const secrets = { openAiKey: () => KEY, twilio: () => ({ accountSid, authToken }) };
    const ignore = (): void => undefined;
    const recorded: Recorded[] = [];
    let desk: OperatorDesk | undefined;
    const journal: Journal = {
      record: (callId: string | null, event: unknown) => {
        const entry = { seq: recorded.length + 1, at: clock.wallMs(), callId, event } as Recorded;
        recorded.push(entry);
        desk?.note(entry);
        return entry;
      },
      subscribe: () => ignore,
    };
    const reach: { base?: URL } = {};
    const parts = { url: models.url, secrets, clock };
    const calls = new CallRegistry();
    const side = await openPhoneSide({
      registry: calls,
      journal,
      clock,
      log: { info: ignore, warn: ignore, error: ignore },
      secrets,
      models: createRealtimeConnector(parts),
      tools: { check: () => undefined, run: () => Promise.resolve({ ok: true, output: 'done' }) },
      telephony: createTelephony(secrets, clock, carrier.apiUrl),
      transcriber: createTranscriber(parts),
      operatorReturnMs: () => operatorReturnMs,
      port: 0,
      publicBase: () => reach.base,
      agentFor: () => AGENT,
      agentOf: () => AGENT,
      isLive: () => true,
      practice: false,
      ownPorts: new Set(),
    });
    reach.base = new URL(`http://127.0.0.1:${String(side.port)}`);
    const number = carrier.numbers.get(LINE);
    if (number === undefined) throw new Error('the carrier has no such number');
    number.voice_url = `${reach.base.origin}/twiml`;
    number.status_callback = `${reach.base.origin}/status`;
    const caller = carrier.dial({ from: '+12125550187', to: LINE });
    desk = new OperatorDesk(clock, carrier, models, side, calls, caller);
    for (const entry of recorded) desk.note(entry);
    await desk.until('the model is ready', (call) => call.phase.name === 'live');
    return desk;
  }

  get callId(): string {
    if (this.call === undefined) throw new Error('the call never rang');
    return this.call.id;
  }

  /** Runs an action on the call. */
  on<T>(act: (call: RegisteredSession) => T): T {
    const call = this.calls.find(this.callId);
    if (typeof call === 'string') throw new Error(call);
    return act(call);
  }

  /** The operator's part of the call. */
  get operator(): RegisteredSession['operator'] {
    return this.on(({ operator }) => operator);
  }

  get model(): RealtimeSession {
    const [session] = this.models.sessions;
    if (session === undefined) throw new Error('there is no model');
    return session;
  }

  /** Session that the call uses now. */
  get latestModel(): RealtimeSession {
    return this.models.sessions.at(-1) ?? this.model;
  }

  /** Advances time until the displayed call meets the condition. */
  async until(fact: string, isSo: (call: Call) => boolean): Promise<void> {
    for (let passedMs = 0; passedMs < PATIENCE_MS; passedMs += FRAME_MS) {
      if (this.call !== undefined && isSo(this.call)) return;
      await this.pass(FRAME_MS);
    }
    throw new Error(`It never came to pass that ${fact}`);
  }

  /** Advances time: the microphone sends, the phone plays, and every socket is read. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= FRAME_MS) {
      if (this.isMicrophoneOn) this.operator.speak('headset_1', this.spoken.shift() ?? SILENCE);
      this.clock.advance(FRAME_MS);
      await settleSockets();
    }
  }

  untilHeardMs(ms: number): Promise<void> {
    return this.until(`${String(ms)} ms are heard`, () => this.caller.heard().heardMs >= ms);
  }

  /** Advances time until the agent was heard and has been quiet for `ms`. */
  untilQuiet(ms: number): Promise<void> {
    const { caller } = this;
    return this.until('the agent is quiet', () => {
      const lastMs = caller.agentLastAudibleMs;
      return Number.isFinite(lastMs) && caller.nowMs() - lastMs >= ms;
    });
  }

  /** Advances time until a clip came out of the phone in full, without a gap. Returns the time in ms of the call. */
  async untilHeard(clip: string): Promise<number> {
    await this.until(`${clip} is heard`, () => this.heardAtMs(clip) >= 0);
    return this.heardAtMs(clip);
  }

  /** Has the caller say a clip, followed by a second of silence. */
  async says(clip: string): Promise<void> {
    void this.caller.speak(clips.audio(clip));
    await this.pass(clips.audio(clip).length / 8 + 1000);
  }

  /** Has the caller say a clip; resolves when the model has committed the turn, before it answers. */
  async speaksUntilCommitted(clip: string): Promise<void> {
    const before = this.events.filter(({ type }) => type === 'caller.finishedTurn').length;
    void this.caller.speak(clips.audio(clip));
    await this.until('the turn is closed', () => {
      return this.events.filter(({ type }) => type === 'caller.finishedTurn').length > before;
    });
  }

  listen(): void {
    const listening = this.operator.listen({
      id: 'headset_1',
      hear: (caller, other) => this.headset.push({ caller: Buffer.from(caller), other: Buffer.from(other) }),
    });
    if (typeof listening === 'string') throw new Error(listening);
  }

  /** Takes over with an open microphone, which sends silence while nothing is said. */
  takeOver(): void {
    const refusal = this.operator.takeOver('headset_1', 'open');
    if (refusal !== undefined) throw new Error(refusal);
    this.isMicrophoneOn = true;
  }

  /** Has the operator say a clip into the microphone, followed by a second of silence. */
  async speaks(clip: string): Promise<void> {
    const audio = clips.audio(clip);
    for (let at = 0; at < audio.length; at += FRAME_BYTES) {
      const frame = Buffer.from(SILENCE);
      audio.copy(frame, 0, at, Math.min(audio.length, at + FRAME_BYTES));
      this.spoken.push(frame);
    }
    await this.pass(audio.length / 8 + 1000);
  }

  /** Stops the microphone. */
  unplug(): void {
    this.isMicrophoneOn = false;
  }

  /** Sound from the caller's phone since `fromMs` of the call, including silence. */
  sound(fromMs: number): Buffer {
    const heard = this.caller.heard();
    const sound = Buffer.alloc(Math.ceil(Math.max(0, this.caller.nowMs() - fromMs) + 100) * 8, 0xff);
    let offset = 0;
    for (const { fromByte, toByte, beganAtMs } of heard.runs) {
      const length = toByte - fromByte;
      const at = Math.round((beganAtMs - fromMs) * 8);
      if (at + length > 0) {
        const skipped = Math.max(0, -at);
        heard.bytes.copy(sound, at + skipped, offset + skipped, offset + length);
      }
      offset += length;
    }
    return sound;
  }

  /** Time at which a clip came out of the phone in full, without a gap; ms of the call, or -1 if it did not. */
  heardAtMs(clip: string): number {
    const at = this.sound(0).indexOf(clips.audio(clip));
    return at < 0 ? -1 : at / 8;
  }

  async close(): Promise<void> {
    await this.side.stop();
    await this.models.close();
    await this.carrier.close();
  }

  private note({ callId, event, seq, at }: Recorded): void {
    if (callId === null) return;
    this.events.push(event);
    this.call = reduceCall(this.call, { seq, at, callId, event: event });
  }
}
