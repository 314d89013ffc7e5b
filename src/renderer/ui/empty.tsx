import type { ReactNode } from 'react';
import styles from './empty.module.css';

interface EmptyProps {
  readonly icon?: ReactNode;
  readonly title: string;
  /** `h1` where the page has no other. */
  readonly heading?: 'h1' | 'p';
  readonly children?: ReactNode;
}

/** Says why there is nothing here, and what would change that. */
export function Empty({ icon, title, heading: Heading = 'p', children }: EmptyProps) {
  return (
    <div className={styles['empty']}>
      {icon}
      <Heading className={styles['title']}>{title}</Heading>
      {children !== undefined && <div className={styles['body']}>{children}</div>}
    </div>
  );
}
