import type { AgentProfile } from '../../../shared/agent/agent';
import type { DraftProblem } from '../../../shared/agent/draft';

/** Props of every part of the editor. */
export interface PartProps {
  readonly profile: AgentProfile;
  /** True for a new agent of which nothing is written yet but a placeholder name. */
  readonly isNew: boolean;
  readonly onChange: (change: Partial<AgentProfile>) => void;
  /** Returns the reason why a field cannot be published as it is; undefined if it can. */
  readonly problemOf: (field: DraftProblem['field']) => string | undefined;
}
