import { Button, type ButtonProps } from '@mantine/core';
import { createContext, useContext, useLayoutEffect, type ReactNode } from 'react';
import type { Call } from '../../shared/call/call';
import { useStore } from '../services/services';
import { KeyCap } from '../ui/keyboard/key-cap';
import { useKeyPresses } from '../ui/keyboard/key-presses';
import { actionTitle, ariaKey, keyCap, withSubject, type Action, type ActionView } from './action';
import type { ActionRunner } from './action-runner';
import { pendingKey, type Box, type ScreenState, type ScreenView, type ShownCalls } from './screen-state';

/** Runner of the actions, with the state it changes. */
export interface Actions {
  readonly runner: ActionRunner;
  readonly screen: ScreenState;
}

const ActionsContext = createContext<Actions | null>(null);

/** Provides the actions to every component below. */
export const ActionsProvider = ActionsContext.Provider;

/** Returns the actions of the page. Throws outside their provider. */
export function useActions(): Actions {
  const actions = useContext(ActionsContext);
  if (actions === null) throw new Error('No actions here');
  return actions;
}

/** Reads a part of the state that actions change; re-renders when that part changes. */
export function useScreen<T>(select: (view: ScreenView) => T): T {
  const { screen } = useActions();
  return useStore(screen, select);
}

/** Current state of an action's button. */
export interface ShownAction {
  readonly label: string;
  readonly isEnabled: boolean;
  /** Undefined for an action that is not a toggle. */
  readonly isOn: boolean | undefined;
  readonly isPending: boolean;
  readonly perform: () => void;
  /** Ends the action of a button that was held. */
  readonly release: () => void;
}

/** Subscribes to an action on a call; re-renders when its button changes. */
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
  return useStore(runner.view, select);
}

function labelOf(action: Action, call: Call | null, view: ActionView): string {
  return (
    withSubject(action, call, ({ label }, subject) => (typeof label === 'string' ? label : label(subject, view))) ?? ''
  );
}

/** Binds keys to their actions, on every screen of the console. */
export function useActionKeys(): void {
  const { runner } = useActions();
  useKeyPresses(
    (press) => runner.press(press),
    (place) => runner.lift(place),
  );
}

/** Reports the calls of the live screen to the actions, for as long as it is mounted. */
export function useShownCalls({ call, next, previous, inNeed, select, copyTranscript }: ShownCalls): void {
  const { screen } = useActions();
  useLayoutEffect(
    () => screen.show({ call, next, previous, inNeed, select, copyTranscript }),
    [screen, call, next, previous, inNeed, select, copyTranscript],
  );
  useLayoutEffect(() => () => screen.show(null), [screen]);
}

/** Registers a box as the target of its key, for as long as it is mounted. */
export function useBox(box: Box, element: { readonly current: Pick<HTMLElement, 'focus'> | null }): void {
  const { screen } = useActions();
  useLayoutEffect(() => screen.offerBox(box, () => element.current?.focus()), [screen, box, element]);
}

interface ActionButtonProps extends Pick<ButtonProps, 'variant' | 'size' | 'className' | 'justify'> {
  readonly action: Action;
  /** Call the action is performed on; null for none in particular. */
  readonly call?: Call | null;
  readonly isDangerous?: boolean;
  /** Shows a spinner while the action is pending. */
  readonly showsProgress?: boolean;
  /** Label to show instead of the action's own. */
  readonly children?: ReactNode;
}

/** Button of an action; its label, tooltip and key, and whether it is enabled, come from the action. */
export function ActionButton(props: ActionButtonProps) {
  const { action, call = null, isDangerous = false, showsProgress = false, children, ...rest } = props;
  const { label, isEnabled, isOn, isPending, perform } = useAction(action, call);
  return (
    <Button
      variant="default"
      justify="space-between"
      disabled={!isEnabled}
      loading={showsProgress && isPending}
      aria-pressed={isOn}
      aria-keyshortcuts={ariaKey(action)}
      title={actionTitle(action)}
      rightSection={<KeyCap>{keyCap(action)}</KeyCap>}
      onClick={perform}
      {...(isDangerous && { 'data-danger': true })}
      {...rest}
    >
      {children ?? label}
    </Button>
  );
}
