/** How quickly the model answers. Times in ms of the simulator's clock. */
export interface Pace {
  /** From the end of a turn to the first item of the answer. */
  readonly thinkingMs: number;
  /** Audio is sent so many times faster than it plays. */
  readonly timesRealTime: number;
  /** Sizes of the audio deltas in µ-law bytes, over and over. */
  readonly deltaBytes: readonly number[];
  /** So many deltas still come after a response was cancelled, and how far apart. */
  readonly lateDeltas: number;
  readonly lateDeltaMs: number;
  /** From the end of a turn to its transcript. */
  readonly transcriptionMs: number;
}

/** Ten seconds of answer in a little over one; no delta is a whole number of telephone frames. */
export const USUAL_PACE: Pace = {
  thinkingMs: 300,
  timesRealTime: 8,
  deltaBytes: [801, 1603, 3207, 2411, 4003, 1207],
  lateDeltas: 2,
  lateDeltaMs: 15,
  transcriptionMs: 250,
};
