import type { ReactNode } from 'react';
import styles from './badge.module.css';

interface BadgeProps {
  /** `amber`: needs a person. `red`: live to the caller. */
  readonly tone?: 'plain' | 'amber' | 'red';
  /** May be cut short where there is little room. */
  readonly cut?: boolean;
  readonly title?: string;
  readonly children: ReactNode;
}

/** A word or two about the thing it stands beside. */
export function Badge({ tone = 'plain', cut = false, title, children }: BadgeProps) {
  return (
    <span title={title} data-tone={tone} data-cut={cut} className={styles['badge']}>
      {children}
    </span>
  );
}
