import type { CallEvent, DeskEvent } from '../../../shared/call/events';
import type { Answers } from '../answers';

/** Event of a state's journal: how long ago it happened, in seconds; a null call means the desk. */
export interface Told {
  readonly agoSeconds: number;
  readonly callId: string | null;
  readonly event: CallEvent | DeskEvent;
}

/** Step of a person that leads to the state. `once`: what can be pressed on the page by then. */
export type Act =
  | { readonly press: string; readonly once?: string }
  | { readonly click: string }
  | { readonly write: string; readonly into: string };

/** One state of a screen: what the main process has told and answers, and what a person did since. */
export interface State {
  /** Address in the gallery, `#/name`. */
  readonly name: string;
  /** Address in the app. */
  readonly at: string;
  /** Words on the page that tell this state from others. */
  readonly shows: string | RegExp;
  /** Rules of axe that the state breaks in the light scheme, in the order of their names; each is a defect to mend. */
  readonly barriers?: readonly string[];
  readonly events?: readonly Told[];
  readonly answers?: Answers;
  readonly acts?: readonly Act[];
  /** `lost`: the line to the main process breaks, and is not had again. `never`: there never was one. */
  readonly link?: 'lost' | 'never';
  readonly about?: { readonly mode?: 'desktop' | 'served'; readonly demo?: boolean };
  /** The page's earlier entries in the browser's local storage. */
  readonly memory?: Readonly<Record<string, string>>;
}
