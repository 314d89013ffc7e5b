import { ToolListEditor } from '../../tools/tool-list-editor';
import type { PartProps } from './part-props';

/** Editor part for the functions the agent may call. */
export function ToolsPart({ profile, onChange }: PartProps) {
  return <ToolListEditor value={profile.tools} onChange={(tools) => onChange({ tools })} />;
}
