import { DICTATION_FRAME, PRACTICE_FRAME, type MicrophoneFrame } from '../../../shared/audio/headset-wire';
import type { Microphone } from '../../../shared/call/events/operator';
import type { FailureCode } from '../../../shared/contract/failures';
import type { Clock, Dispose, Log } from '../../ports/ports';
import type { AudioChannel, AudioChannelListener, AudioChannels } from '../../ports/ports-headset';
import type { Calls, OperatorControl, Transcriber } from '../../ports/ports-operator';
import type { ConsoleProjection } from '../feed/console-projection';
import { Dictation, type Dictated } from './dictation';
import { HeadsetChannel } from './headset-channel';
import { HeadsetPhone, type HeadsetPhones } from './practising';

/** Maximum number of headsets. One more is turned away, since any open one may be speaking to a caller. */
export const MAX_HEADSETS = 32;

/** Commands of a console's headset. Undefined: done. */
export interface HeadsetCommands {
  /** Makes the headset hear a call, or none. After the channel announces it, no frame of the previous call follows. */
  listen(headsetId: string, callId: string | null): FailureCode | undefined;
  takeOver(callId: string, headsetId: string, microphone: Microphone, consoleId?: string): FailureCode | undefined;
  beginDictation(headsetId: string, language: string): FailureCode | undefined;
  finishDictation(headsetId: string): Promise<Dictated>;
  cancelDictation(headsetId: string): FailureCode | undefined;
}

export interface HeadsetParts {
  readonly calls: Pick<Calls, 'find'>;
  readonly transcriber: Transcriber;
  readonly projection: Pick<ConsoleProjection, 'subscribe'>;
  readonly clock: Clock;
  readonly log: Log;
}

interface Headset {
  readonly channel: HeadsetChannel;
  /** The call it hears; that call may be over before it says so. */
  heard: { readonly callId: string; readonly stop: Dispose } | null;
  dictation: Dictation | null;
  /** The practice call it is the phone of. */
  phone: HeadsetPhone | null;
}

/** Headsets of all consoles, by the id each page chose: the call each hears, and the caller it speaks to. */
export class OpenHeadsets implements AudioChannels, HeadsetCommands, HeadsetPhones {
  private readonly opened = new Map<string, Headset>();
  /**
   * Call whose floor each headset was given, kept while its channel is away. The bridge knows whether it still has the
   * floor.
   */
  private readonly speaksTo = new Map<string, string>();
  private unnamed = 0;

  constructor(private readonly parts: HeadsetParts) {
    parts.projection.subscribe(({ callId, event }) => {
      if (callId !== null && event.type === 'call.ended') this.callEnded(callId);
    });
  }

  get count(): number {
    return this.opened.size;
  }

  open(channel: AudioChannel): AudioChannelListener {
    const { clock, log } = this.parts;
    let id: string | undefined;
    const headset: Headset = {
      channel: new HeadsetChannel({
        channel,
        clock,
        log,
        owner: {
          onNamed: (name) => {
            this.unnamed--;
            id = name;
            return this.admit(name, headset);
          },
          onMicrophone: (kind, frame) => {
            if (id !== undefined) this.hearOperator(id, headset, kind, frame);
          },
          onClosed: () => {
            if (id === undefined) this.unnamed--;
            else this.gone(id, headset);
          },
        },
      }),
      heard: null,
      dictation: null,
      phone: null,
    };
    this.unnamed++;
    if (this.unnamed > MAX_HEADSETS) headset.channel.close();
    return headset.channel;
  }

  listen(headsetId: string, callId: string | null): FailureCode | undefined {
    const headset = this.opened.get(headsetId);
    if (headset === undefined) return callId === null ? undefined : 'no-headset';
    if (callId !== null && headset.heard?.callId === callId) return undefined;
    if (callId === null) {
      this.stopListening(headset);
      return undefined;
    }
    let isCurrent = false;
    const hear = (caller: Uint8Array, other: Uint8Array): void => {
      if (isCurrent) headset.channel.hear(caller, other);
    };
    const heard =
      headset.phone?.listen(callId, hear) ?? this.at(callId, (operator) => operator.listen({ id: headsetId, hear }));
    if (typeof heard === 'string') return heard;
    headset.heard?.stop();
    headset.heard = {
      callId,
      stop: () => {
        isCurrent = false;
        heard();
      },
    };
    headset.channel.announce(callId);
    isCurrent = true;
    return undefined;
  }

  takeOver(callId: string, headsetId: string, microphone: Microphone, consoleId?: string): FailureCode | undefined {
    const headset = this.opened.get(headsetId);
    if (headset === undefined) return 'no-headset';
    if (headset.phone !== null) return 'not-possible-now';
    const refusal = this.at(callId, (operator) => operator.takeOver(headsetId, microphone, consoleId));
    if (refusal !== undefined) return refusal;
    const before = this.speaksTo.get(headsetId);
    if (before !== undefined && before !== callId) this.at(before, (operator) => operator.lost(headsetId, 'no-sound'));
    this.speaksTo.delete(headsetId);
    this.speaksTo.set(headsetId, callId);
    this.forgetOldest();
    return undefined;
  }

  reservePhone(headsetId: string): HeadsetPhone | 'no-headset' | 'already-practising' {
    const headset = this.opened.get(headsetId);
    if (headset === undefined) return 'no-headset';
    if (headset.phone !== null) return 'already-practising';
    const phone = new HeadsetPhone(() => {
      if (headset.phone === phone) headset.phone = null;
    });
    headset.phone = phone;
    return phone;
  }

  beginDictation(headsetId: string, language: string): FailureCode | undefined {
    const headset = this.opened.get(headsetId);
    if (headset === undefined) return 'no-headset';
    headset.dictation?.cancel();
    headset.dictation = new Dictation(this.parts.transcriber, this.parts.clock, language);
    return undefined;
  }

  async finishDictation(headsetId: string): Promise<Dictated> {
    const headset = this.opened.get(headsetId);
    const dictation = headset?.dictation ?? null;
    if (headset === undefined || dictation === null) return { ok: false, code: 'nothing-said' };
    const dictated = await dictation.finish();
    if (headset.dictation === dictation) headset.dictation = null;
    return dictated;
  }

  cancelDictation(headsetId: string): FailureCode | undefined {
    const headset = this.opened.get(headsetId);
    headset?.dictation?.cancel();
    if (headset) headset.dictation = null;
    return undefined;
  }

  /** Acts on a call's operator controls, or returns the reason there are none. */
  private at<T>(callId: string, act: (operator: OperatorControl) => T): T | FailureCode {
    const call = this.parts.calls.find(callId);
    return typeof call === 'string' ? call : act(call.operator);
  }

  /** Admits a headset. An id in use passes to the newest page: the older one is a page that was reloaded. */
  private admit(id: string, headset: Headset): boolean {
    this.opened.get(id)?.channel.close();
    if (this.opened.size >= MAX_HEADSETS) return false;
    this.opened.set(id, headset);
    return true;
  }

  private gone(id: string, headset: Headset): void {
    headset.heard?.stop();
    headset.heard = null;
    headset.dictation?.cancel();
    headset.phone?.putDown();
    if (this.opened.get(id) !== headset) return;
    this.opened.delete(id);
    const callId = this.speaksTo.get(id);
    if (callId !== undefined) this.at(callId, (operator) => operator.lost(id, 'console-lost'));
  }

  private hearOperator(id: string, headset: Headset, kind: MicrophoneFrame, frame: Uint8Array): void {
    if (kind === DICTATION_FRAME) {
      headset.dictation?.append(frame);
      return;
    }
    if (kind === PRACTICE_FRAME) {
      headset.phone?.speak(frame);
      return;
    }
    const callId = this.speaksTo.get(id);
    if (callId !== undefined) this.at(callId, (operator) => operator.speak(id, frame));
  }

  private stopListening(headset: Headset): void {
    if (headset.heard === null) return;
    headset.heard.stop();
    headset.heard = null;
    headset.channel.announce(null);
  }

  private callEnded(callId: string): void {
    for (const headset of this.opened.values()) if (headset.heard?.callId === callId) this.stopListening(headset);
    for (const [id, spokenTo] of this.speaksTo) if (spokenTo === callId) this.speaksTo.delete(id);
  }

  private forgetOldest(): void {
    for (const id of this.speaksTo.keys()) {
      if (this.speaksTo.size <= 2 * MAX_HEADSETS) return;
      if (!this.opened.has(id)) this.speaksTo.delete(id);
    }
  }
}
