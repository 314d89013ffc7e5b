import styles from './mark.module.css';

/** The sign of Switchboard. */
export function Mark() {
  return (
    <svg viewBox="0 0 26 26" width="26" height="26" className={styles['mark']} role="img" aria-label="Switchboard">
      <rect width="26" height="26" rx="7" className={styles['plate']} />
      <path d="M6 11.5v3M9.5 9v8M13 6.5v13M16.5 9v8M20 11.5v3" className={styles['wave']} />
    </svg>
  );
}
