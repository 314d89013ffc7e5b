/** Names under which the processors are registered. */
export const PLAYBACK = 'switchboard-playback';
export const MICROPHONE = 'switchboard-microphone';

/** Sample rate of a phone call, in Hz. */
export const PHONE_RATE = 8000;

/** Gain of each side in each ear, 0 to 1. */
export interface Mix {
  readonly callerLeft: number;
  readonly callerRight: number;
  readonly otherLeft: number;
  readonly otherRight: number;
}

/** Message to the playback processor, beside encoded frames. `reset`: frames of another call follow. */
export type PlaybackMessage =
  { readonly type: 'reset' } | { readonly type: 'mix'; readonly mix: Mix } | { readonly type: 'close' };

/** Message to the microphone processor. `open`: speech is to be sent on. */
export type MicrophoneMessage = { readonly type: 'gate'; readonly open: boolean } | { readonly type: 'close' };

/** Message from the microphone processor, 50 times a second. `level`: 0 to 1, of the input, sent on or not. */
export interface MicrophoneReport {
  readonly level: number;
  /** Bytes to send; null while the gate is shut. */
  readonly frame: Uint8Array<ArrayBuffer> | null;
}
