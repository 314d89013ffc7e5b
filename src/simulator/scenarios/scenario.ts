/** Who can speak on the caller's side; each has a clip of every phrase. */
export type CallerVoice = 'anna' | 'ben' | 'carl';

/** What a caller can say; the clip is named `voice-phrase`. */
export type Phrase = 'hello' | 'order' | 'number' | 'refund' | 'interrupt-one' | 'interrupt-two' | 'hours' | 'thanks';

/** One thing a caller does. Times in ms; patience is how long before the caller gives up and hangs up. */
export type Step =
  | {
      /** Waits until the agent has spoken since the caller's last words, and is done. */
      readonly do: 'listen';
      /** The agent is not done before so much of it was heard. */
      readonly leastHeardMs?: number;
      readonly patienceMs?: number;
    }
  | { readonly do: 'say'; readonly phrase: Phrase }
  | {
      /** Says it into the agent's words, once `afterHeardMs` of them were heard. */
      readonly do: 'interrupt';
      readonly afterHeardMs: number;
      readonly phrase: Phrase;
      readonly patienceMs?: number;
    }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'press'; readonly digit: string }
  | { readonly do: 'hang-up' };

/** One caller of a scenario. */
export interface CallerScript {
  readonly voice: CallerVoice;
  readonly from: string;
  /** When they dial, counted from the beginning of the scenario. */
  readonly dialsAfterMs: number;
  readonly steps: readonly Step[];
}

/** A story that plays the same way every time. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  readonly callers: readonly CallerScript[];
}
