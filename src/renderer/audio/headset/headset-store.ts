import { FRAME_BYTES } from '../../../shared/audio/headset-wire';
import { MULAW_SILENCE_BYTE } from '../../../shared/audio/mulaw';
import type { Call } from '../../../shared/call/call';
import type { Microphone } from '../../../shared/call/events/operator';
import type { Api, Outcome } from '../../client/run';
import { Store } from '../../stores/store';
import { MICROPHONE_WORDS, MicrophoneControl, refusalLine, type MicrophoneState } from '../capture/microphone-control';
import { NO_DEVICES, type Devices, type HeadsetEngine } from '../engine';
import { mixOf, type Side } from '../playback/playback';
import type { SoundState } from '../sound';
import { AudioDevices, recallChoices, type HeadsetChoices } from './audio-devices';
import { Dictating, type DictationState } from './dictating';
import { HeadsetLine, type ChannelState } from './headset-line';
import { Listening, type Listened } from './listening';
import { Practising, type Practice } from './practising';
import { TakingOver, type Live } from './taking-over';

const SILENT_FRAME = new Uint8Array(FRAME_BYTES).fill(MULAW_SILENCE_BYTE);

const LIVE_TO_CALLER = 'You are live to a caller. Hand that call back first.';

/** State of the headset, as screens show it. A new object after every change. */
export interface HeadsetView {
  readonly channel: ChannelState;
  readonly sound: SoundState;
  readonly listened: Listened | null;
  readonly live: Live | null;
  readonly practice: Practice | null;
  readonly microphone: MicrophoneState;
  readonly dictation: DictationState;
  readonly testing: boolean;
  readonly devices: Devices;
  readonly choices: HeadsetChoices;
}

interface HeadsetParts {
  readonly headsetId: string;
  /** Console that others know this operator by. */
  readonly consoleId: string;
  readonly createEngine: (onSound: (state: SoundState) => void) => HeadsetEngine;
  readonly api: Api;
  readonly after: (delayMs: number, run: () => void) => () => void;
  readonly memory: Pick<Storage, 'getItem' | 'setItem'>;
  /** Language the operator speaks, ISO 639-1. */
  readonly language: string;
}

/**
 * Store of the page's headset: one object that outlives every screen. Screens read it through `useHeadset` and use its
 * parts; no method of the headset or of a part ever throws. `listen(callId | null)` plays a call or none. What `devices`
 * is told to choose is kept for next time.
 *
 * `takeOver(callId, way)` asks for the microphone, then for the floor, and listens. `live` is then set until the
 * operator's turn at the call is over, by handing back, ending, or another's decision. The feed reports that; nobody
 * has to call anything. While live, `takingOver.mute` serves an open microphone, `takingOver.press` serves push-to-talk,
 * and only the caller is heard. When `microphone` or `channel` is `lost` while live, the main process was told already,
 * and `retryMicrophone` is the way back.
 *
 * `dictating` is the push-to-talk whisper. The text comes back, and whoever asked sends it with `spoken: true`.
 *
 * `practise(agentId)` calls the draft of an agent with this headset as the caller's phone: only what that phone plays
 * is heard. `practising` has what the caller can do, and `practice` tells how the call goes until it is dismissed.
 *
 * `test(on)` opens the microphone for the meter alone. `onLevel` reports the level, 0 to 1, 50 times a second, without
 * React. The microphone is open only while live, practising, dictating or testing, and its light goes off with the last
 * of them.
 */
export class HeadsetStore extends Store<HeadsetView> {
  readonly line: HeadsetLine;
  readonly devices: AudioDevices;
  readonly takingOver: TakingOver;
  readonly practising: Practising;
  readonly dictating: Dictating;
  readonly sound: HeadsetEngine['sound'];
  private readonly meters = new Set<(level: number) => void>();
  private readonly engine: HeadsetEngine;
  private readonly listening: Listening;
  private readonly microphone: MicrophoneControl;

  constructor(parts: HeadsetParts) {
    const { headsetId, consoleId, api, after, language } = parts;
    const choices = recallChoices(parts.memory);
    super({
      channel: 'off',
      sound: 'off',
      listened: null,
      live: null,
      practice: null,
      microphone: 'off',
      dictation: 'off',
      testing: false,
      devices: NO_DEVICES,
      choices,
    });
    this.engine = parts.createEngine((sound) => this.change({ sound }));
    this.sound = this.engine.sound;
    this.line = new HeadsetLine({
      headsetId,
      after,
      isNeeded: () => this.get().listened !== null || this.get().live !== null || this.practising.callId !== null,
      events: {
        onState: (channel) => {
          this.change({ channel });
          if (channel === 'lost') this.practising.onLineLost();
        },
        onAnnounced: (callId) => this.listening.onAnnounced(callId),
        onFrame: (message) => this.listening.onFrame(message),
        onReopened: () => {
          this.listening.rejoin();
          if (this.get().microphone === 'open') void this.takingOver.onLoss(null);
        },
      },
    });
    this.listening = new Listening({
      headsetId,
      line: this.line,
      playback: this.engine.playback,
      api,
      onChange: (listened) => this.change({ listened }),
    });
    this.microphone = new MicrophoneControl({
      engine: this.engine,
      deviceId: () => this.get().choices.microphoneId,
      isGateOpen: () => this.dictating.takesFrames || this.get().live?.talking === true || this.practising.isTalking,
      onState: (microphone) => this.change({ microphone }),
      onLevel: (level) => {
        for (const meter of this.meters) meter(level);
      },
      onFrame: (frame) => {
        // The caller hears silence while a whisper is spoken: a microphone that sends nothing counts as lost.
        const said = this.dictating.takesFrames ? SILENT_FRAME : frame;
        this.takingOver.onFrame(said);
        this.practising.onFrame(said);
        if (this.dictating.takesFrames) this.dictating.onFrame(frame);
      },
      onLoss: (loss) => {
        this.dictating.cancel();
        void this.takingOver.onLoss(loss);
      },
    });
    const speaking = { headsetId, line: this.line, microphone: this.microphone, api };
    this.takingOver = new TakingOver({ ...speaking, consoleId, onLive: (live) => this.change({ live }) });
    this.practising = new Practising({
      ...speaking,
      listening: this.listening,
      onChange: (practice) => this.change({ practice }),
    });
    this.dictating = new Dictating({
      ...speaking,
      language,
      after,
      onState: (dictation) => this.change({ dictation }),
    });
    this.engine.playback.setMix(mixOf(choices.side, choices.volume));
    this.devices = new AudioDevices(
      {
        engine: this.engine,
        memory: parts.memory,
        onDevices: (devices) => this.change({ devices }),
        onChoices: (chosen) => this.change({ choices: chosen }),
      },
      choices,
    );
  }

  /** Calls `meter` with the microphone's level, until the returned function is called. */
  readonly onLevel = (meter: (level: number) => void): (() => void) => {
    this.meters.add(meter);
    return () => this.meters.delete(meter);
  };

  /** Takes the calls as the feed reports them. */
  setCalls(calls: ReadonlyMap<string, Call>): void {
    this.takingOver.onCalls(calls);
    this.practising.onCalls(calls);
    const heard = this.listening.callId;
    if (heard !== null && calls.get(heard)?.phase.name === 'ended') this.listening.onCallOver(heard);
  }

  async listen(callId: string | null): Promise<Outcome> {
    const { busy, callId: own } = this.practising;
    if (busy !== null && callId !== null && callId !== own) return { ok: false, sentence: busy };
    return this.listening.listen(callId);
  }

  async takeOver(callId: string, way: Microphone = this.get().choices.way): Promise<Outcome> {
    if (this.practising.busy !== null) return { ok: false, sentence: this.practising.busy };
    const outcome = await this.takingOver.takeOver(callId, way);
    if (outcome.ok) void this.listening.listen(callId);
    void this.devices.refresh();
    return outcome;
  }

  async practise(agentId: string): Promise<Outcome> {
    if (this.get().live !== null) return { ok: false, sentence: LIVE_TO_CALLER };
    const outcome = await this.practising.call(agentId);
    void this.devices.refresh();
    return outcome;
  }

  /** Opens the microphone for the meter, or closes it. */
  async test(on: boolean): Promise<Outcome> {
    this.change({ testing: on });
    if (!on) {
      this.microphone.end('test');
      return { ok: true };
    }
    return this.heard(await this.microphone.begin('test'));
  }

  /** Retries a microphone that was lost or refused. */
  async retryMicrophone(): Promise<Outcome> {
    return this.heard(await this.microphone.renew());
  }

  /** Switches to that microphone, even while one is in use. An empty id means the system default. */
  async chooseMicrophone(microphoneId: string): Promise<Outcome> {
    this.devices.choose({ microphoneId });
    return this.heard(await this.microphone.renew());
  }

  /** Sets the playback volume, 0 to 1. */
  setVolume(volume: number): void {
    this.devices.choose({ volume: Math.min(1, Math.max(0, volume)) });
  }

  /** Plays the test tone; resolves to false when this machine plays no sound. */
  async playTone(): Promise<boolean> {
    try {
      await this.engine.playTone(this.get().choices.volume);
      return true;
    } catch {
      return false;
    }
  }

  private heard(refusal: keyof typeof MICROPHONE_WORDS | null): Outcome {
    void this.devices.refresh();
    if (refusal !== null) return { ok: false, sentence: refusalLine(MICROPHONE_WORDS[refusal]) };
    if (this.get().microphone === 'open') void this.takingOver.onLoss(null);
    return { ok: true };
  }

  protected override change(change: Partial<HeadsetView>): void {
    const view = { ...this.get(), ...change };
    if ('live' in change || 'listened' in change || 'practice' in change || 'choices' in change)
      this.engine.playback.setMix(mixOf(this.sideHeard(view), view.choices.volume));
    this.set(view);
  }

  /**
   * Returns the side to hear. An operator who speaks to the other end hears that end only, not their own voice a moment
   * later.
   */
  private sideHeard({ live, listened, choices }: HeadsetView): Side {
    if (listened === null) return choices.side;
    if (live?.callId === listened.callId) return 'caller';
    return this.practising.callId === listened.callId ? 'other' : choices.side;
  }
}
