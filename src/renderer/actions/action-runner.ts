import { toolsWaiting } from '../../shared/call/attention';
import { isWritten, type Call } from '../../shared/call/call';
import type { HeadsetStore } from '../audio/headset/headset-store';
import type { Api, Outcome } from '../client/run';
import type { ConsoleView } from '../stores/console-store';
import type { Readable } from '../stores/store';
import type { KeyPress } from '../ui/keyboard/key-presses';
import { keysOf, withSubject, type Action, type ActionContext, type ActionView } from './action';
import { pendingKey, type ScreenState } from './screen-state';

interface ActionRunnerParts extends Api {
  readonly actions: readonly Action[];
  readonly console: Readable<ConsoleView>;
  readonly headset: HeadsetStore;
  readonly screen: ScreenState;
  /** Shows the operator why an action was refused. */
  readonly refuse: (sentence: string) => void;
}

interface Held {
  readonly action: Action;
  readonly call: Call | null;
  readonly stopWatching: () => void;
}

/** Performs actions for buttons, keys and the palette, and reports which of them are enabled now. */
export class ActionRunner {
  readonly #parts: ActionRunnerParts;
  /** Actions in progress while their key is held, by physical key. */
  readonly #held = new Map<string, Held>();

  constructor(parts: ActionRunnerParts) {
    this.#parts = parts;
  }

  /** State that decides which actions are enabled. `get` builds it anew: select what does not change by itself. */
  readonly view: Readable<ActionView> = {
    get: () => {
      const { console, headset, screen } = this.#parts;
      const { link, console: desk } = console.get();
      const isConnected = link.name === 'connected';
      const isAnyWaiting = [...desk.calls.values()].some((call) => toolsWaiting(call).length > 0);
      return { isConnected, isAnyWaiting, headset: headset.get(), screen: screen.get() };
    },
    subscribe: (listener) => {
      const { console, headset, screen } = this.#parts;
      const unsubscribe = [console, headset, screen].map((store) => store.subscribe(listener));
      return () => {
        for (const stop of unsubscribe) stop();
      };
    },
  };

  /** True while the action can be performed on that call. */
  isEnabled(action: Action, call: Call | null): boolean {
    const view = this.view.get();
    return withSubject(action, call, (act, subject) => act.enabledWhen(subject, view)) ?? false;
  }

  /**
   * Performs the action on that call without checking `isEnabled`. A disabled action has a disabled button, and its key
   * and name are not offered.
   */
  perform(action: Action, call: Call | null, pressedAt?: number): void {
    const outcome = withSubject(action, call, (act, subject) => act.perform(subject, this.#context(pressedAt)));
    if (outcome instanceof Promise) void this.#settle(action, call, outcome);
  }

  /** Ends an action that lasts as long as its key or button is held. */
  release(action: Action, call: Call | null): void {
    const outcome = withSubject(action, call, (act, subject) => act.release?.(subject, this.#context()));
    if (outcome instanceof Promise) void this.#settle(action, call, outcome);
  }

  /** Lists the actions that can be performed by name now, in the order of `actions`. */
  offered(): readonly Action[] {
    return this.#parts.actions.filter(
      (action) => (action.listed ?? 'everywhere') === 'everywhere' && this.#isAtHand(action),
    );
  }

  /** Performs an action chosen by name, if it still can be performed. */
  performByName(action: Action): void {
    if (this.#isAtHand(action)) this.perform(action, this.#shownCall());
  }

  /**
   * Performs the action bound to a key. The key's character takes precedence over its physical position, so one press
   * never performs two actions. A key whose action is disabled at the moment does nothing else either, so a press that
   * comes a moment late does no harm.
   */
  press(press: KeyPress): void {
    const bound = this.#boundTo(press.names).filter((action) => this.#isInScope(action));
    if (press.isRepeat && !bound.some(({ repeats }) => repeats === true)) return;
    const call = this.#shownCall();
    const action = bound.find((each) => this.isEnabled(each, call));
    if (action !== undefined || bound.some(({ scope }) => scope !== 'page')) press.take();
    if (action === undefined) return;
    if (action.release !== undefined) this.#hold(press.place, action, call);
    this.perform(action, call, press.at);
  }

  /** Handles the release of a physical key; null releases all of them. */
  lift(place: string | null): void {
    for (const each of place === null ? [...this.#held.keys()] : [place]) {
      const held = this.#held.get(each);
      if (held === undefined) continue;
      this.#held.delete(each);
      held.stopWatching();
      this.release(held.action, held.call);
    }
  }

  /** Returns the actions bound to the first of these key names that any action uses. */
  #boundTo(names: readonly string[]): readonly Action[] {
    for (const name of names) {
      const bound = this.#parts.actions.filter((action) => keysOf(action).includes(name));
      if (bound.length > 0) return bound;
    }
    return [];
  }

  /**
   * Registers a held key. It is released automatically when its action cannot go on: the call is over, or another one
   * is shown.
   */
  #hold(place: string, action: Action, call: Call | null): void {
    this.lift(place);
    const stopWatching = this.view.subscribe(() => {
      const isSame = this.#shownCall()?.id === call?.id;
      if (!isSame || !this.#isAtHand(action)) this.lift(place);
    });
    this.#held.set(place, { action, call, stopWatching });
  }

  #isAtHand(action: Action): boolean {
    return this.#isInScope(action) && this.isEnabled(action, this.#shownCall());
  }

  #isInScope({ scope }: Action): boolean {
    const { shown } = this.#parts.screen.get();
    if (scope === 'page') return true;
    if (scope === 'live') return shown !== null;
    const call = shown?.call ?? null;
    return call !== null && call.phase.name !== 'ended' && (scope === 'call' || !isWritten(call));
  }

  #shownCall(): Call | null {
    return this.#parts.screen.get().shown?.call ?? null;
  }

  #context(pressedAt?: number): ActionContext {
    const { run, query, headset, screen } = this.#parts;
    return { run, query, headset, screen, view: this.view.get(), ...(pressedAt !== undefined && { pressedAt }) };
  }

  async #settle(action: Action, call: Call | null, outcome: Promise<Outcome>): Promise<void> {
    const { screen, refuse } = this.#parts;
    const key = pendingKey(action.id, call);
    screen.setPending(key, true);
    const done = await outcome;
    screen.setPending(key, false);
    if (!done.ok) refuse(done.sentence);
  }
}
