import styles from './key-cap.module.css';

/** The key that does the same as the control it is in. Not read out: the control names its keys itself. */
export function KeyCap({ children }: { readonly children: string }) {
  return (
    <kbd aria-hidden className={styles['key']}>
      {children}
    </kbd>
  );
}
