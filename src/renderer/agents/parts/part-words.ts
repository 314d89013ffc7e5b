import type { ProfileField } from '../../../shared/agent/profile-fields';
import type { EditorPart } from '../../routes/agent-route';

/** What each part of the editor is called. */
export const PART_NAMES: Readonly<Record<EditorPart, string>> = {
  words: 'Words',
  voice: 'Voice',
  turns: 'Turn-taking',
  tools: 'Tools',
  limits: 'Limits',
  versions: 'Versions',
};

/** Where each field of an agent is edited. */
export const PART_OF_FIELD: Readonly<Record<ProfileField, EditorPart>> = {
  name: 'words',
  greeting: 'words',
  greetingInterruptible: 'words',
  instructions: 'words',
  model: 'voice',
  voice: 'voice',
  language: 'voice',
  transcriptionModel: 'voice',
  expectedWords: 'voice',
  turnTaking: 'turns',
  tools: 'tools',
  limits: 'limits',
};
