import { createContext, useContext, useLayoutEffect, useSyncExternalStore } from 'react';
import type { Call } from '../../shared/call/call';
import type { Services } from '../services/services';
import { useKeyPresses } from '../ui/keyboard/key-presses';
import { showRefusal } from '../ui/refusal-toast';
import { withSubject, type Action, type ActionView } from './action';
import { ActionRunner } from './action-runner';
import { ACTIONS } from './actions';
import { pendingKey, ScreenState, type Box, type ScreenView, type ShownCalls } from './screen-state';

/** The runner of actions with the state it changes. */
export interface Actions {
  readonly runner: ActionRunner;
  readonly screen: ScreenState;
}

/** Builds the actions of a page over its services. */
export function createActions({ store, headset, run, query }: Services): Actions {
  const screen = new ScreenState();
  const parts = { actions: ACTIONS, console: store, headset, screen, run, query, refuse: showRefusal };
  return { screen, runner: new ActionRunner(parts) };
}

const ActionsContext = createContext<Actions | null>(null);

/** Hands the actions to every component below. */
export const ActionsProvider = ActionsContext.Provider;

/** The actions of the page. Throws outside of their provider. */
export function useActions(): Actions {
  const actions = useContext(ActionsContext);
  if (actions === null) throw new Error('No actions here');
  return actions;
}

/** Reads a part of the state that actions change; renders again when that part is another. */
export function useScreen<T>(select: (view: ScreenView) => T): T {
  const { screen } = useActions();
  return useSyncExternalStore(screen.subscribe, () => select(screen.getSnapshot()));
}

/** An action as its button shows it now. */
export interface ShownAction {
  readonly label: string;
  readonly isEnabled: boolean;
  /** Undefined: it is not one that is on or off. */
  readonly isOn: boolean | undefined;
  readonly isPending: boolean;
  readonly perform: () => void;
  /** For a button that is held: it was let go. */
  readonly release: () => void;
}

/** Follows an action on a call; renders again when its button is another. */
export function useAction(action: Action, call: Call | null = null): ShownAction {
  const { runner } = useActions();
  return {
    label: useActionView((view) => labelOf(action, call, view)),
    isEnabled: useActionView(
      (view) => withSubject(action, call, (act, subject) => act.enabledWhen(subject, view)) ?? false,
    ),
    isOn: useActionView((view) => withSubject(action, call, (act, subject) => act.isOn?.(subject, view))),
    isPending: useActionView((view) => view.screen.pending.has(pendingKey(action.id, call))),
    perform: () => runner.perform(action, call),
    release: () => runner.release(action, call),
  };
}

function useActionView<T extends string | boolean | undefined>(select: (view: ActionView) => T): T {
  const { runner } = useActions();
  return useSyncExternalStore(runner.subscribe, () => select(runner.getView()));
}

function labelOf(action: Action, call: Call | null, view: ActionView): string {
  return (
    withSubject(action, call, ({ label }, subject) => (typeof label === 'string' ? label : label(subject, view))) ?? ''
  );
}

/** Lets keys do what they do, on every screen of the console. */
export function useActionKeys(): void {
  const { runner } = useActions();
  useKeyPresses(
    (press) => runner.press(press),
    (place) => runner.lift(place),
  );
}

/** Tells the actions which calls the live screen shows, as long as it is there. */
export function useShownCalls({ call, next, previous, inNeed, select }: ShownCalls): void {
  const { screen } = useActions();
  useLayoutEffect(
    () => screen.show({ call, next, previous, inNeed, select }),
    [screen, call, next, previous, inNeed, select],
  );
  useLayoutEffect(() => () => screen.show(null), [screen]);
}

/** Puts a box within reach of its key, as long as it is there. */
export function useBox(box: Box, element: { readonly current: Pick<HTMLElement, 'focus'> | null }): void {
  const { screen } = useActions();
  useLayoutEffect(() => screen.offerBox(box, () => element.current?.focus()), [screen, box, element]);
}
