import type { Act } from './states/state';

/** Longest wait for what a step acts on; ms. */
const PATIENCE_MS = 10_000;
const CONTROL = 'Control+';
const PRESSABLE = 'button, a[href], [role="menuitem"], [role="option"], [role="radio"], [role="tab"], label, summary';

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** Does what a person did to bring a state about, each step as soon as the page has what it needs. */
export async function perform(page: Document, acts: readonly Act[], signal: AbortSignal): Promise<void> {
  for (const act of acts) {
    if (signal.aborted) return;
    if ('press' in act) await press(page, act.press, act.once);
    else if ('click' in act) (await found(() => pressableNamed(page, act.click), act.click)).click();
    else write(await found(() => fieldNamed(page, act.into), act.into), act.write);
    await nextFrame();
  }
}

/** Presses a key, as soon as `once` can be pressed and the page takes the key. */
async function press(page: Document, key: string, once: string | undefined): Promise<void> {
  const isControl = key.startsWith(CONTROL);
  const name = isControl ? key.slice(CONTROL.length) : key;
  const code = /^[a-z]$/.test(name) ? `Key${name.toUpperCase()}` : /^\d$/.test(name) ? `Digit${name}` : name;
  const about = { key: name, code, ctrlKey: isControl, bubbles: true, cancelable: true };
  await found(() => (once === undefined ? page.querySelector('h1') : pressableNamed(page, once)), once ?? 'a heading');
  await found(
    () => (page.activeElement?.dispatchEvent(new KeyboardEvent('keydown', about)) === false ? key : null),
    key,
  );
  page.activeElement?.dispatchEvent(new KeyboardEvent('keyup', about));
}

/** Sets a value as typing does: past the setter that React puts on the field, so that React hears of it. */
function write(field: Field, text: string): void {
  field.focus();
  Reflect.set(Object.getPrototypeOf(field) as object, 'value', text, field);
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.dispatchEvent(new Event('change', { bubbles: true }));
}

function pressableNamed(page: Document, name: string): HTMLElement | null {
  return firstNamed(page.querySelectorAll<HTMLElement>(PRESSABLE), name);
}

function fieldNamed(page: Document, name: string): Field | null {
  for (const field of page.querySelectorAll<Field>('input, textarea, select')) {
    const label = field.labels?.[0]?.textContent;
    if (field.getAttribute('aria-label') === name || label === name) return field;
  }
  return null;
}

/** Exactly so named, or else beginning so; the last one on the page, for a dialog stands above what opened it. */
function firstNamed(elements: Iterable<HTMLElement>, name: string): HTMLElement | null {
  const usable = [...elements].filter((element) => !element.matches(':disabled')).reverse();
  const nameOf = (element: HTMLElement): string => (element.getAttribute('aria-label') ?? element.textContent).trim();
  return (
    usable.find((element) => nameOf(element) === name) ??
    usable.find((element) => nameOf(element).startsWith(name)) ??
    null
  );
}

async function found<T>(look: () => T | null, what: string): Promise<T> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const is = look();
    if (is !== null) return is;
    if (performance.now() > until) throw new Error(`There is no “${what}” on the page`);
    await nextFrame();
  }
}

function nextFrame(): Promise<unknown> {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}
