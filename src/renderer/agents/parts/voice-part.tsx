import { Autocomplete, NativeSelect, TagsInput } from '@mantine/core';
import { VOICES } from '../../../shared/agent/agent';
import { languageChoices, MODELS } from '../../settings/agent-choices';
import type { PartProps } from './part-props';
import styles from './parts.module.css';

/** Models that write down what is said, the best first. Others can be typed in. */
export const TRANSCRIPTION_MODELS: readonly string[] = [
  'gpt-transcribe',
  'gpt-live-transcribe',
  'gpt-realtime-whisper',
  'gpt-4o-transcribe',
  'gpt-4o-mini-transcribe',
  'whisper-1',
];

/** True for a model that can be told which words to expect. */
export function takesExpectedWords(model: string): boolean {
  return /^(?:gpt-transcribe|gpt-live-transcribe|whisper-1|gpt-4o-(?:mini-)?transcribe(?!-diarize).*)$/.test(model);
}

/** Which model speaks and hears, in which voice, and how what the caller says is written down. */
export function VoicePart({ profile, onChange, problemOf }: PartProps) {
  return (
    <div className={styles['form']}>
      <div className={styles['row']}>
        <Autocomplete
          label="Model"
          description="Hears the caller and speaks. A running call keeps its own."
          data={[...MODELS]}
          value={profile.model}
          error={problemOf('model')}
          onChange={(model) => onChange({ model })}
        />
        <NativeSelect
          label="Voice"
          description="marin and cedar sound best. A running call keeps its own."
          data={[...VOICES]}
          value={profile.voice}
          onChange={(event) => {
            const voice = VOICES.find((each) => each === event.currentTarget.value);
            if (voice !== undefined) onChange({ voice });
          }}
        />
        <NativeSelect
          label="Language"
          description="Which speech transcription expects. What the agent speaks is for its instructions to say."
          data={[...languageChoices(profile.language)]}
          value={profile.language}
          error={problemOf('language')}
          onChange={(event) => onChange({ language: event.currentTarget.value })}
        />
        <Autocomplete
          label="Transcription"
          description="Writes down what the caller says, for you. Empty: nothing is written down."
          data={[...TRANSCRIPTION_MODELS]}
          value={profile.transcriptionModel}
          error={problemOf('transcriptionModel')}
          onChange={(transcriptionModel) => onChange({ transcriptionModel: transcriptionModel.trim() })}
        />
      </div>
      <TagsInput
        label="Words to expect"
        description={
          takesExpectedWords(profile.transcriptionModel)
            ? 'Names, products and places that transcription would otherwise misspell. Enter after each.'
            : 'This transcription model cannot be told; the words are kept for another one.'
        }
        placeholder={profile.expectedWords.length === 0 ? 'Kestrel, A17, Pimlico' : ''}
        maxTags={100}
        splitChars={[',']}
        value={[...profile.expectedWords]}
        error={problemOf('expectedWords')}
        onChange={(words) => onChange({ expectedWords: words.map((word) => word.trim().slice(0, 60)).filter(Boolean) })}
      />
    </div>
  );
}
