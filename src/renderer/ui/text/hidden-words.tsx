import styles from './hidden-words.module.css';

/** Words for those who do not see the screen. */
export function HiddenWords({ children }: { readonly children: string }) {
  return <span className={styles['hidden']}>{children}</span>;
}
