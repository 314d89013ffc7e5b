import type { ReactNode } from 'react';
import { Notice } from '../ui/notice';
import type { LineTrouble } from './line-labels';

interface LineTroubleNoticeProps {
  readonly trouble: LineTrouble;
  /** True when nothing is being done about it. */
  readonly failing: boolean;
  readonly action?: ReactNode;
}

/** Notice of what is wrong with a line, and what to do; read out when it appears. */
export function LineTroubleNotice({ trouble, failing, action }: LineTroubleNoticeProps) {
  return (
    <div role="status">
      <Notice
        tone={failing ? 'failing' : 'attention'}
        sentence={trouble.sentence}
        remedy={trouble.remedy}
        notes={trouble.extra === '' ? [] : [trouble.extra]}
        action={action}
      />
    </div>
  );
}
