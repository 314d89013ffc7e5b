/** The processors by the names they are registered under. */
export const PLAYBACK = 'switchboard-playback';
export const MICROPHONE = 'switchboard-microphone';

/** The rate of a phone; Hz. */
export const PHONE_RATE = 8000;

/** How much of each side each ear gets, 0 to 1. */
export interface Mix {
  readonly callerLeft: number;
  readonly callerRight: number;
  readonly otherLeft: number;
  readonly otherRight: number;
}

/** To the playback processor, beside the bytes of frames as they came. `reset`: frames of another call follow. */
export type PlaybackMessage =
  { readonly type: 'reset' } | { readonly type: 'mix'; readonly mix: Mix } | { readonly type: 'close' };

/** To the microphone processor. `open`: what is said is to be sent on. */
export type MicrophoneMessage = { readonly type: 'gate'; readonly open: boolean } | { readonly type: 'close' };

/** From the microphone processor, 50 times a second. `level`: 0 to 1, of what came in, sent on or not. */
export interface MicrophoneReport {
  readonly level: number;
  /** Bytes to send; null while the gate is shut. */
  readonly frame: Uint8Array<ArrayBuffer> | null;
}
