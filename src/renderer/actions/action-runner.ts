import type { Call } from '../../shared/call/call';
import type { HeadsetStore } from '../audio/headset/headset-store';
import type { Api, Outcome } from '../client/run';
import { isWritten } from '../labels/other-party';
import type { ConsoleStore } from '../stores/console-store';
import type { KeyPress } from '../ui/keyboard/key-presses';
import { keysOf, withSubject, type Action, type ActionContext, type ActionView } from './action';
import { pendingKey, type ScreenState } from './screen-state';

interface ActionRunnerParts extends Api {
  readonly actions: readonly Action[];
  readonly console: Pick<ConsoleStore, 'subscribe' | 'getSnapshot'>;
  readonly headset: HeadsetStore;
  readonly screen: ScreenState;
  /** Tells the operator why something was not done. */
  readonly refuse: (sentence: string) => void;
}

interface Held {
  readonly action: Action;
  readonly call: Call | null;
  readonly stopWatching: () => void;
}

/** Performs actions for buttons, keys and the palette, and tells which of them can be done now. */
export class ActionRunner {
  readonly #parts: ActionRunnerParts;
  /** Acts that go on as long as their key is down, by the physical key. */
  readonly #held = new Map<string, Held>();

  constructor(parts: ActionRunnerParts) {
    this.#parts = parts;
  }

  /** Calls `listener` whenever the view may be another. */
  readonly subscribe = (listener: () => void): (() => void) => {
    const { console, headset, screen } = this.#parts;
    const unsubscribe = [console.subscribe(listener), headset.subscribe(listener), screen.subscribe(listener)];
    return () => {
      for (const stop of unsubscribe) stop();
    };
  };

  readonly getView = (): ActionView => {
    const { console, headset, screen } = this.#parts;
    return {
      isConnected: console.getSnapshot().link.name === 'connected',
      headset: headset.getSnapshot(),
      screen: screen.getSnapshot(),
    };
  };

  /** True while it can be done to that call. */
  isEnabled(action: Action, call: Call | null): boolean {
    const view = this.getView();
    return withSubject(action, call, (act, subject) => act.enabledWhen(subject, view)) ?? false;
  }

  /** Does it to that call, whether or not it is enabled: its button is disabled, its key and its name are not offered. */
  perform(action: Action, call: Call | null, pressedAt?: number): void {
    const outcome = withSubject(action, call, (act, subject) => act.perform(subject, this.#context(pressedAt)));
    if (outcome instanceof Promise) void this.#settle(action, call, outcome);
  }

  /** Ends an act that goes on as long as its key or button is held. */
  release(action: Action, call: Call | null): void {
    const outcome = withSubject(action, call, (act, subject) => act.release?.(subject, this.#context()));
    if (outcome instanceof Promise) void this.#settle(action, call, outcome);
  }

  /** Lists what can be done now by name, in the order of the list. */
  offered(): readonly Action[] {
    return this.#parts.actions.filter(
      (action) => (action.listed ?? 'everywhere') === 'everywhere' && this.#isAtHand(action),
    );
  }

  /** Does by name what can still be done. */
  performByName(action: Action): void {
    if (this.#isAtHand(action)) this.perform(action, this.#shownCall());
  }

  /**
   * Does what a key does. Its character is stronger than its place, so that one press is never two actions; a key whose act
   * cannot be done at the moment does nothing else either, so that a press a moment late does no harm.
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

  /** A physical key went up; null: all of them. */
  lift(place: string | null): void {
    for (const each of place === null ? [...this.#held.keys()] : [place]) {
      const held = this.#held.get(each);
      if (held === undefined) continue;
      this.#held.delete(each);
      held.stopWatching();
      this.release(held.action, held.call);
    }
  }

  /** The actions of the first of these names that any action has. */
  #boundTo(names: readonly string[]): readonly Action[] {
    for (const name of names) {
      const bound = this.#parts.actions.filter((action) => keysOf(action).includes(name));
      if (bound.length > 0) return bound;
    }
    return [];
  }

  /** Lets go of the key by itself when the act cannot go on: the call is over, or another one is shown. */
  #hold(place: string, action: Action, call: Call | null): void {
    this.lift(place);
    const stopWatching = this.subscribe(() => {
      const isSame = this.#shownCall()?.id === call?.id;
      if (!isSame || !this.#isAtHand(action)) this.lift(place);
    });
    this.#held.set(place, { action, call, stopWatching });
  }

  #isAtHand(action: Action): boolean {
    return this.#isInScope(action) && this.isEnabled(action, this.#shownCall());
  }

  #isInScope({ scope }: Action): boolean {
    const { shown } = this.#parts.screen.getSnapshot();
    if (scope === 'page') return true;
    if (scope === 'live') return shown !== null;
    const call = shown?.call ?? null;
    return call !== null && call.phase.name !== 'ended' && (scope === 'call' || !isWritten(call));
  }

  #shownCall(): Call | null {
    return this.#parts.screen.getSnapshot().shown?.call ?? null;
  }

  #context(pressedAt?: number): ActionContext {
    const { run, query, headset, screen } = this.#parts;
    return { run, query, headset, screen, view: this.getView(), ...(pressedAt !== undefined && { pressedAt }) };
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
