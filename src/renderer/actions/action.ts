import type { Call } from '../../shared/call/call';
import type { HeadsetStore, HeadsetView } from '../audio/headset/headset-store';
import type { Api, Outcome } from '../client/run';
import type { ScreenState, ScreenView } from './screen-state';

/** Group of the help and the palette. */
export type ActionGroup = 'This call' | 'All calls' | 'Writing' | 'Switchboard';

/** Row of the keyboard help: the keys and what they do. */
export interface HelpRow {
  /** Key names as printed on the keys; `Mod` is Ctrl or ⌘. */
  readonly written: readonly string[];
  readonly description: string;
  readonly group: ActionGroup;
}

/** State of the page that decides which actions are enabled. */
export interface ActionView {
  readonly isConnected: boolean;
  /** True while any call waits for a person's answer or approval. */
  readonly isAnyWaiting: boolean;
  readonly headset: HeadsetView;
  readonly screen: ScreenView;
}

/** Services that an action uses when it is performed. */
export interface ActionContext extends Api {
  readonly view: ActionView;
  readonly headset: HeadsetStore;
  readonly screen: ScreenState;
  /** Time of the key press, in ms on the clock of events; undefined when performed by a button or by name. */
  readonly pressedAt?: number;
}

/** Effect of an action: immediate on this page, or through the main process, which may refuse. */
type Deed<Subject> =
  | ((subject: Subject, context: ActionContext) => void)
  | ((subject: Subject, context: ActionContext) => Promise<Outcome>);

/**
 * Operator action: its button, its tooltip, its key, its line in the palette and in the help all come from here.
 * `Subject` is the call it is performed on.
 */
interface Act<Subject> {
  readonly id: string;
  /** Label of its button. */
  readonly label: string | ((subject: Subject, view: ActionView) => string);
  /** Its effect in words, for the tooltip, the palette and the help. */
  readonly description: string;
  readonly group: ActionGroup;
  /** Name of its key: a character in lower case, `Space`, `Escape`, `Mod+k`. */
  readonly key: string;
  /** Name of a second key that does the same. */
  readonly otherKey?: string;
  /** Keys as the help writes them, where they differ from `key`. */
  readonly written?: readonly string[];
  /** Places that list the action. Default `everywhere`: the help and the palette. */
  readonly listed?: 'everywhere' | 'help' | 'nowhere';
  /** True when holding the key down repeats the action. */
  readonly repeats?: true;
  /** Pressed state, for an action that is a toggle. */
  readonly isOn?: (subject: Subject, view: ActionView) => boolean;
  readonly enabledWhen: (subject: Subject, view: ActionView) => boolean;
  /** Performs the action; `ActionRunner` shows a refusal to the operator. */
  readonly perform: Deed<Subject>;
  /** Ends an action that lasts as long as its key or its button is held. */
  readonly release?: Deed<Subject>;
}

/** Action on the call that is shown. `call`: an ongoing call; `sound`: an ongoing call that can be heard. */
export interface CallAction extends Act<Call> {
  readonly scope: 'call' | 'sound';
}

/** Action on no call in particular. `live`: on the live screen only; `page`: on every screen. */
export interface PageAction extends Act<Call | null> {
  readonly scope: 'live' | 'page';
}

export type Action = CallAction | PageAction;

/** Reads an action with its subject; undefined for a call action where there is no call. */
export function withSubject<R>(
  action: Action,
  call: Call | null,
  read: <Subject>(act: Act<Subject>, subject: Subject) => R,
): R | undefined {
  if (action.scope === 'live' || action.scope === 'page') return read(action, call);
  return call === null ? undefined : read(action, call);
}

/** Names of the keys that trigger the action. */
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

/** Accessible name of an icon button: its label and its key. */
export function labelWithKey(action: Action & { readonly label: string }): string {
  return `${action.label} (${keyCap(action)})`;
}
