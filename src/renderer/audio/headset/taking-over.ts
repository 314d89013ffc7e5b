import { VOICE_FRAME } from '../../../shared/audio/headset-wire';
import type { Call } from '../../../shared/call/call';
import type { Microphone } from '../../../shared/call/events/operator';
import { NOT_DONE } from '../../client/refusals/refusals';
import type { Api, Outcome } from '../../client/run';
import type { MicrophoneLoss } from '../capture/microphone';
import { openToSpeak, type SpeakingParts } from './headset-line';

/** Call whose caller this operator speaks to. `talking`: the microphone's sound goes to the caller now. */
export interface Live {
  readonly callId: string;
  readonly way: Microphone;
  readonly muted: boolean;
  readonly talking: boolean;
}

const LIVE_ELSEWHERE = 'You are live to another caller. Hand that call back first.';

interface TakingOverParts extends SpeakingParts {
  readonly consoleId: string;
  readonly api: Api;
  readonly onLive: (live: Live | null) => void;
}

/**
 * Takeover of a call, which sends the microphone to the caller. It starts only on request, and ends with the operator's
 * turn.
 */
export class TakingOver {
  private live: Live | null = null;
  private asking: string | null = null;
  /** True once the feed has reported the operator at the call; only then can it report that they left. */
  private isSeen = false;

  constructor(private readonly parts: TakingOverParts) {}

  /**
   * Opens the microphone, then takes the floor. When refused, the microphone is shut again, and the caller noticed
   * nothing.
   */
  async takeOver(callId: string, way: Microphone): Promise<Outcome> {
    if (this.live?.callId === callId || this.asking === callId) return { ok: true };
    if (this.live !== null || this.asking !== null) return { ok: false, sentence: LIVE_ELSEWHERE };
    this.asking = callId;
    const outcome = await this.ask(callId, way);
    this.asking = null;
    if (!outcome.ok) {
      this.parts.microphone.end('live');
      return outcome;
    }
    this.isSeen = false;
    this.show({ callId, way, muted: false, talking: way === 'open' });
    return outcome;
  }

  /** Mutes or unmutes the operator to the caller; what is said while muted is never sent. */
  async mute(muted: boolean): Promise<Outcome> {
    const { live } = this;
    if (live === null || live.muted === muted) return { ok: true };
    this.show({ ...live, muted, talking: !muted && live.way === 'open' });
    return this.parts.api.run(({ operator }) => operator.muteMyself({ callId: live.callId, muted }));
  }

  /** Handles the push-to-talk key going down or up; does nothing in another mode. */
  press(pressed: boolean): void {
    const { live } = this;
    if (live === null || live.way !== 'push-to-talk' || live.talking === (pressed && !live.muted)) return;
    this.show({ ...live, talking: pressed && !live.muted });
  }

  onFrame(frame: Uint8Array): void {
    if (this.live?.talking === true) this.parts.line.send(VOICE_FRAME, frame);
  }

  /** Takes the calls as the feed reports them, and shuts the microphone when the operator has left this one. */
  onCalls(calls: ReadonlyMap<string, Call>): void {
    if (this.live === null) return;
    const call = calls.get(this.live.callId);
    const isThere = call !== undefined && call.phase.name !== 'ended' && call.operator !== null;
    if (isThere) this.isSeen = true;
    else if (this.isSeen || call === undefined || call.phase.name === 'ended') this.release();
  }

  /**
   * Tells the main process that the microphone was lost or, for null, is back, so that the caller is not left in
   * silence.
   */
  async onLoss(loss: MicrophoneLoss | null): Promise<void> {
    const { live } = this;
    if (live === null) return;
    const outcome = await this.parts.api.run(({ operator }) =>
      operator.microphoneLost({ callId: live.callId, headsetId: this.parts.headsetId, loss }),
    );
    if (!outcome.ok && loss === null && outcome.sentence !== NOT_DONE && this.live?.callId === live.callId)
      this.release();
  }

  private async ask(callId: string, microphone: Microphone): Promise<Outcome> {
    const { headsetId, consoleId, api } = this.parts;
    const refusal = await openToSpeak('live', this.parts);
    if (refusal !== null) return { ok: false, sentence: refusal };
    return api.run(({ operator }) => operator.takeOver({ callId, headsetId, consoleId, microphone }));
  }

  private release(): void {
    this.show(null);
    this.parts.microphone.end('live');
  }

  private show(live: Live | null): void {
    this.live = live;
    this.parts.onLive(live);
    this.parts.microphone.setGate();
  }
}
