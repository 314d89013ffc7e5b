import type { AgentRefused } from '../../stores/agents-store';
import { Notice } from '../../ui/notice';
import { QuietButton } from '../../ui/quiet-button';
import { plainLine } from '../../ui/text/plain-text';

interface RefusedNoticeProps {
  readonly refused: AgentRefused;
  readonly onClose?: () => void;
}

/** Notice that explains why something was not done to an agent, and lists each problem with its place. */
export function RefusedNotice({ refused, onClose }: RefusedNoticeProps) {
  const { refusal, problems } = refused;
  return (
    <Notice
      tone="failing"
      sentence={refusal.sentence}
      remedy={refusal.remedy}
      notes={problems.map(({ where, sentence }) => plainLine(`${where}: ${sentence}`))}
      action={onClose === undefined ? undefined : <QuietButton onClick={onClose}>Close</QuietButton>}
    />
  );
}
