import styles from './key-cap.module.css';

/** The key that does the same as the control it is in. Not read out: the control names its keys itself. */
export function KeyCap({ children }: { readonly children: string }) {
  return (
    <kbd aria-hidden className={styles['key']}>
      {children}
    </kbd>
  );
}

/** Keys as this machine's keyboard has them, from keys as the help writes them. */
export function printedKeys(written: readonly string[]): readonly string[] {
  return written.map((key) => (key === 'Mod' ? modifierKey() : key));
}

/** Name of the command key as this machine's keyboard has it. */
export function modifierKey(): string {
  return navigator.userAgent.includes('Mac') ? '⌘' : 'Ctrl';
}
