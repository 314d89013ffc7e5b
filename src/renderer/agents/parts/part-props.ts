import type { AgentProfile } from '../../../shared/agent/agent';
import type { DraftProblem } from '../../../shared/agent/draft';

/** What every part of the editor is given. */
export interface PartProps {
  readonly profile: AgentProfile;
  /** Nothing was written yet but a name that stands for one. */
  readonly isNew: boolean;
  readonly onChange: (change: Partial<AgentProfile>) => void;
  /** Why a field cannot be published as it is; undefined: it can. */
  readonly problemOf: (field: DraftProblem['field']) => string | undefined;
}
