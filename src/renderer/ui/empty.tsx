import type { ReactNode } from 'react';
import styles from './empty.module.css';

interface EmptyProps {
  readonly icon?: ReactNode;
  readonly title: string;
  readonly children?: ReactNode;
}

/** Says why there is nothing here, and what would change that. */
export function Empty({ icon, title, children }: EmptyProps) {
  return (
    <div className={styles['empty']}>
      {icon}
      <h2 className={styles['title']}>{title}</h2>
      {children !== undefined && <div className={styles['body']}>{children}</div>}
    </div>
  );
}
