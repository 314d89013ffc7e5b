import type { Call } from '../../shared/call/call';
import { Store } from '../stores/store';

/** Dialog of the live screen; `callId` names the call it was opened for, whatever is selected meanwhile. */
export type Asked =
  { readonly name: 'transfer' | 'hand-back' | 'tools'; readonly callId: string } | { readonly name: 'dial' };

/** Progress of ending a call. `asked`: a second press ends it; `firstKeyAt`: time of the first key press, in ms. */
export type Ending =
  | { readonly callId: string; readonly state: 'asked'; readonly firstKeyAt: number }
  | { readonly callId: string; readonly state: 'under way' };

/** Calls of the live screen that keys can reach. */
export interface ShownCalls {
  /** Selected call, which actions are performed on. */
  readonly call: Call | null;
  readonly next: Call | null;
  readonly previous: Call | null;
  /** Next call that needs a person. */
  readonly inNeed: Call | null;
  readonly select: (callId: string) => void;
  /** Puts all of the selected call's transcript into the clipboard. */
  readonly copyTranscript: () => void;
}

/** Box that a key moves the focus to. */
export type Box = 'whisper' | 'say' | 'answer' | 'line-search' | 'call-filter' | 'find';

/** State of the screens that actions read and change. */
export interface ScreenView {
  /** Calls of the live screen; null while it is not shown. */
  readonly shown: ShownCalls | null;
  readonly dialog: Asked | null;
  /** Id of the call whose keypad is open. */
  readonly keypadOf: string | null;
  readonly ending: Ending | null;
  readonly isHelpOpen: boolean;
  readonly boxes: ReadonlySet<Box>;
  /** Pending actions, by `pendingKey`. */
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

/** Store of the dialogs, keypad, end-call question, help and text boxes that actions open. */
export class ScreenState extends Store<ScreenView> {
  readonly #focus = new Map<Box, () => void>();
  /** Box that gets the focus as soon as a screen offers it. */
  #awaited: Box | null = null;

  constructor() {
    super(AT_FIRST);
  }

  /** Sets the calls that the live screen shows; null when it is gone, which closes everything it had open. */
  show(shown: ShownCalls | null): void {
    this.change(shown === null ? { shown, dialog: null, keypadOf: null, ending: null } : { shown });
  }

  openDialog(dialog: Asked): void {
    this.change({ dialog });
  }

  closeDialog(): void {
    this.change({ dialog: null });
  }

  /** Opens the keypad of a call; null closes it. */
  openKeypad(callId: string | null): void {
    this.change({ keypadOf: callId });
  }

  /** Asks the operator whether to end the call. */
  askToEnd(callId: string, firstKeyAt: number): void {
    this.change({ ending: { callId, state: 'asked', firstKeyAt } });
  }

  /** Marks the call as being ended. */
  beginEnding(callId: string): void {
    this.change({ ending: { callId, state: 'under way' } });
  }

  /** Withdraws the question; an ending that is under way goes on. */
  keep(callId: string): void {
    if (this.get().ending?.state === 'asked') this.forgetEnding(callId);
  }

  /** Forgets the question, or an ending that was refused or is no longer looked at. */
  forgetEnding(callId: string): void {
    if (this.get().ending?.callId === callId) this.change({ ending: null });
  }

  openHelp(isHelpOpen: boolean): void {
    this.change({ isHelpOpen });
  }

  /** Registers a box as the target of its key, until the returned function is called. */
  offerBox(box: Box, focus: () => void): () => void {
    this.#focus.set(box, focus);
    if (this.#awaited === box) this.focus(box);
    this.change({ boxes: new Set(this.#focus.keys()) });
    return () => {
      if (this.#focus.get(box) !== focus) return;
      this.#focus.delete(box);
      this.change({ boxes: new Set(this.#focus.keys()) });
    };
  }

  focus(box: Box): void {
    this.#awaited = null;
    this.#focus.get(box)?.();
  }

  /** Moves the focus to a box, or does so once a screen that is being opened has it. */
  focusSoon(box: Box): void {
    if (this.#focus.has(box)) this.focus(box);
    else this.#awaited = box;
  }

  /** Marks an action as pending, or as settled. */
  setPending(key: string, isPending: boolean): void {
    const pending = new Set(this.get().pending);
    if (isPending) pending.add(key);
    else pending.delete(key);
    this.change({ pending });
  }
}

/** Returns the key of an action on a call in `ScreenView.pending`. */
export function pendingKey(actionId: string, call: Call | null): string {
  return `${actionId} ${call?.id ?? ''}`;
}
