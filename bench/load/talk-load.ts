import type { Clips } from '../../src/simulator/clips/clips';
import { readWatermarks } from '../../src/simulator/realtime/dialogue/watermark';
import { FRAME_BYTES } from '../../src/simulator/twilio/media/player';
import type { SimulatedCall } from '../../src/simulator/twilio/simulated-call';
import type { FrameSource } from '../../src/simulator/twilio/media/voice';
import { monotonicClock } from '../process/monotonic-clock';
import { dialAll, pause, type Switch } from './switch';

const EVERY_FRAMES = 150;
/** Offset between callers, in frames, so that they do not all speak at once. */
const PHASE_FRAMES = 7;

/** Times at which one call's phone received a clear, on the monotonic clock. */
export interface Clears {
  /** The model's session, read from the agent's audio; null if the agent was never heard. */
  readonly session: number | null;
  readonly atMs: readonly number[];
}

/** Load of callers who interrupt the agent every three seconds. */
export class TalkLoad {
  private readonly word: Buffer;

  constructor(
    private readonly carrier: Switch,
    clips: Clips,
  ) {
    this.word = clips.audio('anna-hello');
  }

  async run(calls: number, seconds: number): Promise<readonly Clears[]> {
    const talking = await dialAll(calls, async (index) => this.dial(index));
    await pause(seconds * 1000);
    const clears = talking.map(({ call, session }) => {
      const callStartMs = monotonicClock.nowMs() - call.nowMs();
      return { session: session(), atMs: call.heard().clears.map(({ atMs }) => callStartMs + atMs) };
    });
    for (const { call } of talking) call.hangUp();
    await Promise.all(talking.map(({ call }) => call.ended));
    return clears;
  }

  private async dial(index: number): Promise<{ call: SimulatedCall; session: () => number | null }> {
    const call = this.carrier.dial(index, 'counted');
    let session: number | null = null;
    call.tap((audio) => {
      session ??= readWatermarks(audio)[0]?.session ?? null;
    });
    await call.untilStreaming();
    call.feed(saying(this.word, index));
    return { call, session: () => session };
  }
}

/** Speech of the caller with this index: the word every three seconds. */
export function saying(word: Buffer, index: number): FrameSource {
  return (frame, number) => {
    const offset = ((number + index * PHASE_FRAMES) % EVERY_FRAMES) * FRAME_BYTES;
    if (offset + FRAME_BYTES > word.length) return false;
    word.copy(frame, 0, offset, offset + FRAME_BYTES);
    return true;
  };
}
