import type { Call } from '../../shared/call/call';

/** Dialog of the live screen; `callId` names the call it was opened for, whatever is selected meanwhile. */
export type Asked =
  { readonly name: 'transfer' | 'hand-back' | 'tools'; readonly callId: string } | { readonly name: 'dial' };

/** Ending of a call. `asked`: a second press ends it; `firstKeyAt`: when the key of the first one went down, ms. */
export type Ending =
  | { readonly callId: string; readonly state: 'asked'; readonly firstKeyAt: number }
  | { readonly callId: string; readonly state: 'under way' };

/** Calls of the live screen that keys lead to. */
export interface ShownCalls {
  /** The one that is shown, and that acts are done to. */
  readonly call: Call | null;
  readonly next: Call | null;
  readonly previous: Call | null;
  /** The next one that needs a person. */
  readonly inNeed: Call | null;
  readonly select: (callId: string) => void;
}

/** Box that a key moves the focus to. */
export type Box = 'whisper' | 'answer' | 'line-search';

/** State of the screens that actions read and change. */
export interface ScreenView {
  /** Null while the live screen is not shown. */
  readonly shown: ShownCalls | null;
  readonly dialog: Asked | null;
  /** The call whose keypad is open. */
  readonly keypadOf: string | null;
  readonly ending: Ending | null;
  readonly isHelpOpen: boolean;
  readonly boxes: ReadonlySet<Box>;
  /** Acts that are under way, as `pendingKey` names them. */
  readonly pending: ReadonlySet<string>;
}

const AT_FIRST: ScreenView = {
  shown: null,
  dialog: null,
  keypadOf: null,
  ending: null,
  isHelpOpen: false,
  boxes: new Set(),
  pending: new Set(),
};

/** Store of what actions open and ask: dialogs, the keypad, the question before a call ends, the help, boxes to write in. */
export class ScreenState {
  readonly #listeners = new Set<() => void>();
  readonly #focus = new Map<Box, () => void>();
  #view = AT_FIRST;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getSnapshot = (): ScreenView => this.#view;

  /** Tells which calls the live screen shows; null: it is gone, and everything it had open with it. */
  show(shown: ShownCalls | null): void {
    this.#change(shown === null ? { shown, dialog: null, keypadOf: null, ending: null } : { shown });
  }

  openDialog(dialog: Asked): void {
    this.#change({ dialog });
  }

  closeDialog(): void {
    this.#change({ dialog: null });
  }

  /** Opens the keypad of a call; null: shuts it. */
  openKeypad(callId: string | null): void {
    this.#change({ keypadOf: callId });
  }

  /** Asks whether the call is to end. */
  askToEnd(callId: string, firstKeyAt: number): void {
    this.#change({ ending: { callId, state: 'asked', firstKeyAt } });
  }

  /** The call is being ended. */
  beginEnding(callId: string): void {
    this.#change({ ending: { callId, state: 'under way' } });
  }

  /** Takes back the question; an ending that is under way goes on. */
  keep(callId: string): void {
    if (this.#view.ending?.state === 'asked') this.forgetEnding(callId);
  }

  /** Forgets the question, or an ending that was refused or is looked at no more. */
  forgetEnding(callId: string): void {
    if (this.#view.ending?.callId === callId) this.#change({ ending: null });
  }

  openHelp(isHelpOpen: boolean): void {
    this.#change({ isHelpOpen });
  }

  /** Puts a box within reach of its key, until the returned function is called. */
  offerBox(box: Box, focus: () => void): () => void {
    this.#focus.set(box, focus);
    this.#change({ boxes: new Set(this.#focus.keys()) });
    return () => {
      if (this.#focus.get(box) !== focus) return;
      this.#focus.delete(box);
      this.#change({ boxes: new Set(this.#focus.keys()) });
    };
  }

  focus(box: Box): void {
    this.#focus.get(box)?.();
  }

  /** Marks an act as under way, or as settled. */
  setPending(key: string, isPending: boolean): void {
    const pending = new Set(this.#view.pending);
    if (isPending) pending.add(key);
    else pending.delete(key);
    this.#change({ pending });
  }

  #change(change: Partial<ScreenView>): void {
    this.#view = { ...this.#view, ...change };
    for (const listener of this.#listeners) listener();
  }
}

/** Names an act that is under way, in `pending`. */
export function pendingKey(actionId: string, call: Call | null): string {
  return `${actionId} ${call?.id ?? ''}`;
}
