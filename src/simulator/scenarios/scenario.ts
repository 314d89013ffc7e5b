/** A caller's voice; each has a clip of every phrase. */
export type CallerVoice = 'anna' | 'ben' | 'carl';

/** A caller's phrase; its clip is named `voice-phrase`. */
export type Phrase = 'hello' | 'order' | 'number' | 'refund' | 'interrupt-one' | 'interrupt-two' | 'hours' | 'thanks';

/** One action of a caller. Times in ms; after `patienceMs` in vain the caller gives up and hangs up. */
export type Step =
  | {
      /** Waits until the agent has spoken since the caller's last words and finished. */
      readonly do: 'listen';
      /** Least audio of the agent that must be heard before it counts as finished. */
      readonly leastHeardMs?: number;
      readonly patienceMs?: number;
    }
  | { readonly do: 'say'; readonly phrase: Phrase }
  | {
      /** Speaks over the agent once `afterHeardMs` of its words were heard. */
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
  /** Delay from the beginning of the scenario until they dial. */
  readonly dialsAfterMs: number;
  readonly steps: readonly Step[];
}

/** A script of calls that plays the same way every time. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  readonly callers: readonly CallerScript[];
}
