import type { Clips } from '../../src/simulator/clips/clips';
import type { SimulatedCall } from '../../src/simulator/twilio/simulated-call';
import { pause, SECOND_NUMBER, type Switch } from './switch';
import { saying } from './talk-load';

/** Offset of the crowd's caller ids from those of the control calls. */
const FIRST_INDEX = 500;
const REDIAL_MS = 100;
const LOOK_EVERY_MS = 10;
/** Messages, in turn, that take the place of every tenth frame of a caller whose stream is broken. */
const BROKEN: readonly (string | Buffer)[] = [
  '{"event":"media","streamSid":"MZ',
  'null',
  '[]',
  '{"event":"media"}',
  '{"event":"media","streamSid":7,"media":{"payload":"%%%%"}}',
  '{"event":"dtmf","dtmf":{"digit":"99999999999"}}',
  '{"event":"weather"}',
  Buffer.from([0, 255, 254]),
  JSON.stringify({ event: 'media', media: { payload: 'x'.repeat(60_000) } }),
];

export interface CrowdPlan {
  readonly calls: number;
  /** True for streams that send broken messages among the good ones. */
  readonly isBroken?: boolean;
}

/** Calls of the crowd, and how many of them were over before the crowd hung up. */
export interface CrowdResult {
  readonly calls: number;
  readonly endedEarly: number;
}

/** Callers of the second line, who say a word every three seconds and dial again when their call ends. */
export class Crowd {
  private readonly word: Buffer;
  private isOver = true;
  private calling: readonly Promise<void>[] = [];
  private readonly open = new Set<SimulatedCall>();
  private calls = 0;
  private endedEarly = 0;

  constructor(
    private readonly carrier: Switch,
    clips: Clips,
  ) {
    this.word = clips.audio('anna-hello');
  }

  /** Resolves when every caller has dialled once. */
  async begin({ calls, isBroken = false }: CrowdPlan): Promise<void> {
    this.isOver = false;
    this.calls = 0;
    this.endedEarly = 0;
    const dialled = Array.from({ length: calls }, (_, index) => this.keepCalling(index, isBroken));
    this.calling = dialled;
    await pause(REDIAL_MS);
  }

  /** Resolves when this many of its calls have heard the agent. */
  async untilTalking(calls: number): Promise<void> {
    const isTalking = (call: SimulatedCall): boolean => !call.isOver && Number.isFinite(call.agentLastAudibleMs);
    while ([...this.open].filter(isTalking).length < calls) await pause(LOOK_EVERY_MS);
  }

  async end(): Promise<CrowdResult> {
    this.isOver = true;
    for (const call of this.open) call.hangUp();
    await Promise.all(this.calling);
    return { calls: this.calls, endedEarly: this.endedEarly };
  }

  private hasHungUp(): boolean {
    return this.isOver;
  }

  private async keepCalling(index: number, isBroken: boolean): Promise<void> {
    while (!this.hasHungUp()) {
      const call = this.carrier.dial(FIRST_INDEX + index, 'counted', SECOND_NUMBER);
      this.open.add(call);
      this.calls += 1;
      call.feed(saying(this.word, index));
      if (isBroken) breakStream(call);
      await call.ended;
      this.open.delete(call);
      if (this.hasHungUp()) return;
      this.endedEarly += 1;
      await pause(REDIAL_MS);
    }
  }
}

function breakStream(call: SimulatedCall): void {
  let count = 0;
  call.faults.mangle((message) => {
    count += 1;
    return count % 10 === 0 ? [BROKEN[(count / 10) % BROKEN.length] ?? 'null', message] : [message];
  });
}
