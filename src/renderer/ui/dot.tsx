import styles from './dot.module.css';

/** `ok` green, `attention` amber, `failing` red, `off` grey. Always beside words that say the same. */
export type Tone = 'ok' | 'attention' | 'failing' | 'off';

/** A state as a dot. */
export function Dot({ tone }: { readonly tone: Tone }) {
  return <span aria-hidden data-tone={tone} className={styles['dot']} />;
}
