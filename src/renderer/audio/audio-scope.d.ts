/** Declarations for the audio thread's global scope, and for Chromium, that TypeScript's DOM library lacks. */
declare const sampleRate: number;

declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}

declare function registerProcessor(
  name: string,
  processor: new () => AudioWorkletProcessor & {
    /** Fills one block; returns false to be called no more. */
    process(inputs: readonly (readonly Float32Array[])[], outputs: readonly (readonly Float32Array[])[]): boolean;
  },
): void;

interface AudioContext {
  /** Routes the output to a device. Since Chromium 110; rejects when the device is missing or may not be used. */
  setSinkId?(id: string): Promise<void>;
}

interface Window {
  /** Reads a track's sound as it is recorded. Chromium has it; other browsers do not. */
  readonly MediaStreamTrackProcessor?: new (init: {
    readonly track: MediaStreamTrack;
    readonly maxBufferSize: number;
  }) => { readonly readable: ReadableStream<AudioData> };
}
