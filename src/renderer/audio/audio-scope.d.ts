/** What the audio thread's global scope and Chromium have, of which TypeScript's DOM library knows nothing. */
declare const sampleRate: number;

declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}

declare function registerProcessor(
  name: string,
  processor: new () => AudioWorkletProcessor & {
    /** Fills one block; false: it is never called again. */
    process(inputs: readonly (readonly Float32Array[])[], outputs: readonly (readonly Float32Array[])[]): boolean;
  },
): void;

interface AudioContext {
  /** Since Chromium 110; rejects when the device is not there or may not be used. */
  setSinkId?(id: string): Promise<void>;
}

interface Window {
  /** A track's sound as it is recorded. Chromium has it; other browsers do not. */
  readonly MediaStreamTrackProcessor?: new (init: {
    readonly track: MediaStreamTrack;
    readonly maxBufferSize: number;
  }) => { readonly readable: ReadableStream<AudioData> };
}
