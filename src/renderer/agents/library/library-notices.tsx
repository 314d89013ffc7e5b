import type { LibraryNotice } from '../../../shared/agent/agent-library';
import { useAgents } from '../../services/services';
import { Notice } from '../../ui/notice';

const SENTENCES: Readonly<Record<LibraryNotice['what'], string>> = {
  draft: 'An agent’s draft was damaged.',
  version: 'A published version was damaged.',
  assignments: 'Which agent answers which line was damaged.',
};

const REMEDIES: Readonly<Record<LibraryNotice['what'], string>> = {
  draft: 'What was published last is its draft now.',
  version: 'The version before it answers.',
  assignments: 'Look through the lines, and which agent answers the rest.',
};

/** Notices of agent data found damaged at startup. Each names the file where it is kept, as nothing was thrown away. */
export function LibraryNotices() {
  const notices = useAgents((view) => view.library?.notices);
  return notices?.map(({ what, kept }) => (
    <Notice
      key={kept}
      tone="attention"
      sentence={SENTENCES[what]}
      remedy={REMEDIES[what]}
      notes={[`What was there is kept as ${kept}, in the data folder.`]}
    />
  ));
}
