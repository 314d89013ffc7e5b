import { Store } from './store';

const KEY = 'switchboard.quick-texts';
export const MAX_QUICK_TEXTS = 9;
export const MAX_QUICK_TEXT_CHARS = 200;

const FIRST: readonly string[] = [
  'Offer to have a person call back.',
  'Ask for the order number.',
  'Slow down and use shorter sentences.',
];

/** Lines an operator sends often, their own, kept on this machine. */
export class QuickTexts extends Store<readonly string[]> {
  constructor(private readonly storage: Pick<Storage, 'getItem' | 'setItem'>) {
    super(read(storage) ?? FIRST);
  }

  /** Keeps the first nine that are not empty. They last for this visit when the machine keeps nothing. */
  save(texts: readonly string[]): void {
    const kept = cleaned(texts);
    try {
      this.storage.setItem(KEY, JSON.stringify(kept));
    } catch {
      // A full or forbidden storage: what was written is still there for this visit.
    }
    this.set(kept);
  }
}

function cleaned(texts: readonly string[]): readonly string[] {
  return texts
    .map((text) => text.trim().slice(0, MAX_QUICK_TEXT_CHARS))
    .filter((text) => text !== '')
    .slice(0, MAX_QUICK_TEXTS);
}

function read(storage: Pick<Storage, 'getItem'>): readonly string[] | null {
  try {
    const value: unknown = JSON.parse(storage.getItem(KEY) ?? 'null');
    return Array.isArray(value) && value.every((each) => typeof each === 'string') ? cleaned(value) : null;
  } catch {
    return null;
  }
}
