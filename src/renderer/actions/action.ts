import type { Call } from '../../shared/call/call';
import type { HeadsetStore, HeadsetView } from '../audio/headset/headset-store';
import type { Api, Outcome } from '../client/run';
import type { ScreenState, ScreenView } from './screen-state';

/** Group of the help and the palette. */
export type ActionGroup = 'This call' | 'All calls' | 'Writing' | 'Switchboard';

/** Key of the help with what it does. */
export interface HelpRow {
  /** As they are written on the keys; `Mod` is Ctrl or ⌘. */
  readonly written: readonly string[];
  readonly description: string;
  readonly group: ActionGroup;
}

/** State of the page that decides what can be done. */
export interface ActionView {
  readonly isConnected: boolean;
  readonly headset: HeadsetView;
  readonly screen: ScreenView;
}

/** Tools an act is done with. */
export interface ActionContext extends Api {
  readonly view: ActionView;
  readonly headset: HeadsetStore;
  readonly screen: ScreenState;
  /** When the key went down, ms on the clock of events; undefined: done by a button or by name. */
  readonly pressedAt?: number;
}

/** Does something at once on this page, or through the main process, which may refuse. */
type Deed<Subject> =
  | ((subject: Subject, context: ActionContext) => void)
  | ((subject: Subject, context: ActionContext) => Promise<Outcome>);

/**
 * One act of an operator: its button, its tooltip, its key, its line in the palette and in the help all come from here.
 * `Subject` is the call it is done to.
 */
interface Act<Subject> {
  readonly id: string;
  /** Words on its button. */
  readonly label: string | ((subject: Subject, view: ActionView) => string);
  /** Its effect in words, for the tooltip, the palette and the help. */
  readonly description: string;
  readonly group: ActionGroup;
  /** Name of its key: a character in lower case, `Space`, `Escape`, `Mod+k`. */
  readonly key: string;
  /** Name of a second key that does the same. */
  readonly otherKey?: string;
  /** The keys as the help writes them, where that is not the key itself. */
  readonly written?: readonly string[];
  /** Places that name it; `everywhere` unless told, which is the help and the palette. */
  readonly listed?: 'everywhere' | 'help' | 'nowhere';
  /** A key that is kept down does it again and again. */
  readonly repeats?: true;
  /** State of a button that is on or off. */
  readonly isOn?: (subject: Subject, view: ActionView) => boolean;
  readonly enabledWhen: (subject: Subject, view: ActionView) => boolean;
  /** Does it; a refusal is shown to the operator by whoever performs it. */
  readonly perform: Deed<Subject>;
  /** Ends an act that goes on as long as its key or its button is held. */
  readonly release?: Deed<Subject>;
}

/** Act on the call that is shown. `call`: one that goes on; `sound`: one that goes on and can be heard. */
export interface CallAction extends Act<Call> {
  readonly scope: 'call' | 'sound';
}

/** Act on no call in particular. `live`: on the live screen alone; `page`: on every screen. */
export interface PageAction extends Act<Call | null> {
  readonly scope: 'live' | 'page';
}

export type Action = CallAction | PageAction;

/** Reads an action on its subject; undefined for an act on a call where there is none. */
export function withSubject<R>(
  action: Action,
  call: Call | null,
  read: <Subject>(act: Act<Subject>, subject: Subject) => R,
): R | undefined {
  if (action.scope === 'live' || action.scope === 'page') return read(action, call);
  return call === null ? undefined : read(action, call);
}

/** Names of the keys that do it. */
export function keysOf({ key, otherKey }: Action): readonly string[] {
  return otherKey === undefined ? [key] : [key, otherKey];
}

const CAPS: Readonly<Record<string, string>> = { Space: '␣', Escape: 'Esc' };

/** Key as it is written on the button. */
export function keyCap({ key }: Action): string {
  return CAPS[key] ?? key.toUpperCase();
}

/** Key as `aria-keyshortcuts` writes it. */
export function ariaKey({ key }: Action): string {
  return key.length === 1 ? key.toUpperCase() : key;
}

/** Keys as the help writes them. */
export function writtenKeys(action: Action): readonly string[] {
  return action.written ?? [ariaKey(action)];
}

/** Tooltip of its button: what it does, and its key. */
export function actionTitle(action: Action): string {
  return `${action.description} (${writtenKeys(action).join(' ')})`;
}

/** Name of a button without words: its label and its key. */
export function labelWithKey(action: Action & { readonly label: string }): string {
  return `${action.label} (${keyCap(action)})`;
}
