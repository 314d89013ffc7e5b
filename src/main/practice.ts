import { startDemo, type Demo } from '../simulator/demo/demo';
import { openPhoneSide, type PhoneSide } from './phone-side';
import type { CallSide } from './all-calls';
import type { Clock, Journal, Level, Log, ToolRunner } from './ports';
import type { PhoneCommands } from './ports-transfer';
import { createRealtimeConnector } from './realtime/connector';
import { createTranscriber } from './realtime/transcriber';
import { secretsOf } from './secrets';
import { createTelephony } from './twilio/telephony';

export interface PracticeParts {
  readonly resourcesFolder: string;
  readonly journal: Journal;
  readonly tools: ToolRunner;
  /** Takes the port of the practice side while it listens. */
  readonly ownPorts: Set<number>;
  readonly clock: Clock;
  readonly log: Log;
  /** How long an operator who was lost is waited for; ms. */
  readonly operatorReturnMs: () => number;
}

/** Simulated callers who ring in through a side of their own, beside whatever is live. */
export class Practice {
  private running: Promise<{ readonly demo: Demo; readonly side: PhoneSide }> | undefined;
  private side: PhoneSide | undefined;

  constructor(private readonly parts: PracticeParts) {}

  get isOn(): boolean {
    return this.running !== undefined;
  }

  get commands(): CallSide | undefined {
    return this.side?.exchange;
  }

  get phone(): PhoneCommands | undefined {
    return this.side?.phone;
  }

  levels(): readonly Level[] {
    return this.side?.exchange.levels() ?? [];
  }

  /** On already: does nothing. Rejects when there is no port for it. */
  async begin(): Promise<void> {
    this.running ??= this.open();
    try {
      await this.running;
    } catch (error) {
      this.running = undefined;
      throw error;
    }
  }

  /** Ends the practice calls and takes the simulators down. */
  async end(): Promise<void> {
    const running = this.running;
    this.running = undefined;
    this.side = undefined;
    if (running === undefined) return;
    const { demo, side } = await running;
    await side.stop();
    await demo.close();
  }

  private async open(): Promise<{ readonly demo: Demo; readonly side: PhoneSide }> {
    const { resourcesFolder, journal, tools, ownPorts, clock, log, operatorReturnMs } = this.parts;
    const demo = await startDemo(resourcesFolder);
    const keys = { openAiKey: demo.openAiKey, twilioAccountSid: demo.accountSid, twilioAuthToken: demo.authToken };
    const secrets = secretsOf({ read: (name) => new Map(Object.entries(keys)).get(name) });
    const reach: { base?: URL } = {};
    const side = await openPhoneSide({
      journal,
      clock,
      log,
      secrets,
      models: createRealtimeConnector({ url: demo.realtimeUrl, secrets, clock }),
      telephony: createTelephony(secrets, demo.twilioApiUrl),
      transcriber: createTranscriber({ url: demo.realtimeUrl, secrets, clock }),
      operatorReturnMs,
      port: 0,
      tools,
      ownPorts,
      publicBase: () => reach.base,
      agentFor: () => demo.agent,
      agentOf: () => undefined,
      isLive: () => false,
      practice: true,
    });
    reach.base = new URL(`http://127.0.0.1:${String(side.port)}`);
    demo.pointNumbersAt(reach.base.origin);
    demo.ring();
    this.side = side;
    return { demo, side };
  }
}
