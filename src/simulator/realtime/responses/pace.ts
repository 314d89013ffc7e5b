/** Timing of the model's answers; ms of the simulator's clock. */
export interface Pace {
  /** Delay from the end of a turn to the first item of the answer. */
  readonly thinkingMs: number;
  /** Speed at which audio is sent, as a multiple of real time. */
  readonly timesRealTime: number;
  /** Sizes of the audio deltas in µ-law bytes, repeated in order. */
  readonly deltaBytes: readonly number[];
  /** Number of deltas still sent after a cancel; `lateDeltaMs` apart. */
  readonly lateDeltas: number;
  readonly lateDeltaMs: number;
  /** Delay from the end of a turn to its transcript. */
  readonly transcriptionMs: number;
}

/** Default pace: ten seconds of answer take 1.25. No delta is a whole number of telephone frames. */
export const USUAL_PACE: Pace = {
  thinkingMs: 300,
  timesRealTime: 8,
  deltaBytes: [801, 1603, 3207, 2411, 4003, 1207],
  lateDeltas: 2,
  lateDeltaMs: 15,
  transcriptionMs: 250,
};
