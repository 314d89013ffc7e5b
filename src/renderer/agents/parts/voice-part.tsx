import { Autocomplete, NativeSelect, TagsInput } from '@mantine/core';
import { VOICES, type AgentProfile } from '../../../shared/agent/agent';
import { endOf, endSentence } from '../../../shared/keys/model-ends';
import { isUnprovenInCalls, takesExpectedWords, TRANSCRIPTION_MODELS } from '../../../shared/agent/transcription';
import { MODELS } from '../../settings/agent-choices';
import { languageName } from '../../labels/language-names';
import { Notice } from '../../ui/notice';
import { NumberField } from '../../ui/number-field';
import type { PartProps } from './part-props';
import styles from './parts.module.css';

/** Editor part for the speech model, its voice, and the transcription of the caller. */
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
          description={
            isUnprovenInCalls(profile.transcriptionModel)
              ? 'Not known to work in calls. If the service refuses it, a call goes on without a transcript, and says so.'
              : 'Writes down what the caller says, for you. Left empty, nothing is written down.'
          }
          data={[...TRANSCRIPTION_MODELS]}
          value={profile.transcriptionModel}
          error={problemOf('transcriptionModel')}
          onChange={(transcriptionModel) => onChange({ transcriptionModel: transcriptionModel.trim() })}
        />
      </div>
      {[profile.model, profile.transcriptionModel].map((model) => {
        const endsOn = endOf(model);
        return endsOn !== null && <Notice key={model} tone="attention" sentence={endSentence(model, endsOn)} />;
      })}
      <NoiseReduction value={profile.noiseReduction} onChange={(noiseReduction) => onChange({ noiseReduction })} />
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

const MICROPHONES = [
  { value: '', label: 'Off' },
  { value: 'near', label: 'Handset' },
  { value: 'far', label: 'Speakerphone' },
] as const;

interface NoiseReductionProps {
  readonly value: AgentProfile['noiseReduction'];
  readonly onChange: (value: AgentProfile['noiseReduction']) => void;
}

function NoiseReduction({ value, onChange }: NoiseReductionProps) {
  return (
    <div className={styles['row']}>
      <NativeSelect
        label="Noise reduction"
        description="The model service takes noise out before it listens. Use it for callers in the street or in a loud room."
        data={[...MICROPHONES]}
        value={value?.microphone ?? ''}
        onChange={(event) => {
          const microphone = MICROPHONES.find((each) => each.value === event.currentTarget.value)?.value ?? '';
          onChange(microphone === '' ? null : { strength: value?.strength ?? 1, microphone });
        }}
      />
      {value !== null && (
        <NumberField
          label="Noise reduction strength"
          description="Less keeps more of quiet voices, and of the noise."
          unit="%"
          min={10}
          max={100}
          step={10}
          value={Math.round(value.strength * 100)}
          onChange={(percent) => onChange({ ...value, strength: percent / 100 })}
        />
      )}
    </div>
  );
}

/** Languages the agent may expect, by ISO 639-1 code; any other two-letter code can be kept as it is. */
const LANGUAGE_CODES = [
  'en',
  'de',
  'es',
  'fr',
  'it',
  'nl',
  'pt',
  'pl',
  'sv',
  'da',
  'no',
  'fi',
  'cs',
  'tr',
  'ja',
  'ko',
  'zh',
  'hi',
  'ar',
  'he',
];

/** The languages to choose from, `now` among them. */
export function languageChoices(now: string): readonly { readonly value: string; readonly label: string }[] {
  const codes = now === '' || LANGUAGE_CODES.includes(now) ? LANGUAGE_CODES : [now, ...LANGUAGE_CODES];
  return [
    { value: '', label: 'Let the model guess' },
    ...codes.map((value) => ({ value, label: languageName(value) })),
  ];
}
