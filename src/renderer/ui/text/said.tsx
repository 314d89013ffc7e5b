import { plainText } from './plain-text';
import styles from './said.module.css';

interface SaidProps {
  readonly text: string;
  readonly className?: string | undefined;
}

/** Words of a caller, a model or a carrier: text only, in their own direction, never reaching out of their place. */
export function Said({ text, className }: SaidProps) {
  return (
    <span dir="auto" className={className === undefined ? styles['said'] : `${styles['said'] ?? ''} ${className}`}>
      {plainText(text)}
    </span>
  );
}
