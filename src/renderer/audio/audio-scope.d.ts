/** What the audio thread's global scope has, of which TypeScript's DOM library knows nothing. */
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
