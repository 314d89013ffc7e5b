import type { Tool } from '../../../shared/tool/tool';

/** Props shared by every group of tool fields. */
export interface FieldsProps<T extends Tool = Tool> {
  readonly tool: T;
  /** Returns the problem at a place such as `headers.0.name`; undefined when there is none. */
  readonly problemOf: (where: string) => string | undefined;
  readonly onChange: (tool: T) => void;
}

/** Returns a copy of the value with the text set, or without the key when the text is empty. */
export function withOptional<T extends object, K extends keyof T & string>(value: T, key: K, text: string): T {
  const { [key]: _, ...rest } = value;
  return (text === '' ? rest : { ...rest, [key]: text }) as T;
}
