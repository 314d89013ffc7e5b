import type { Tool } from '../../../shared/tool/tool';

/** Props shared by every group of tool fields. */
export interface FieldsProps<T extends Tool = Tool> {
  readonly tool: T;
  /** Returns the problem at a place such as `headers.0.name`; undefined when there is none. */
  readonly problemOf: (where: string) => string | undefined;
  readonly onChange: (tool: T) => void;
}
