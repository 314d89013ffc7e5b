import { Button, NumberInput, Radio } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { SetupSchema } from '../../shared/contract/setup-contract';
import { MicrophonePicker, SpeakerPicker } from '../headset-controls/device-pickers';
import { MicrophoneTest } from '../headset-controls/microphone-test';
import { VolumeSlider } from '../headset-controls/volume-slider';
import { useHeadset, useServices, useSetup } from '../services/services';
import styles from './audio-settings.module.css';
import reachFormStyles from './reach/reach-form.module.css';
import { SavedNote, useSaving, type Saving } from './saving';

/** Settings for the operator's speaker and microphone, which can be tested here before a call depends on them. */
export function AudioSettings() {
  const { headset } = useServices();
  const way = useHeadset((view) => view.choices.way);
  return (
    <div className={styles['form']}>
      <SpeakerPicker />
      <div className={styles['volume']}>
        <span aria-hidden>Volume</span>
        <VolumeSlider />
      </div>
      <hr className={styles['line']} />
      <MicrophonePicker />
      <MicrophoneTest />
      <Radio.Group
        label="While live to a caller"
        value={way}
        onChange={(value) => headset.devices.choose({ way: value === 'open' ? 'open' : 'push-to-talk' })}
      >
        <div className={styles['ways']}>
          <Radio value="open" label="Open microphone" description="The caller hears you until you mute yourself." />
          <Radio value="push-to-talk" label="Push-to-talk" description="The caller hears you while a key is held." />
        </div>
      </Radio.Group>
      <hr className={styles['line']} />
      <OperatorReturnForm />
    </div>
  );
}

const OUT_OF_RANGE = { sentence: 'Between 2 and 120 seconds.', remedy: '' };

/** Form for how long callers wait for an operator who can no longer be heard. */
function OperatorReturnForm() {
  const saved = useSetup((view) => view.setup?.operatorReturnSeconds);
  // Kept here to outlive the form, which is remounted with the saved value.
  const saving = useSaving();
  return saved === undefined ? null : <ChosenReturn key={saved} saved={saved} saving={saving} />;
}

function ChosenReturn({ saved, saving }: { readonly saved: number; readonly saving: Saving }) {
  const { setup } = useServices();
  const [seconds, setSeconds] = useState<number | string>(saved);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const wanted = SetupSchema.shape.operatorReturnSeconds.unwrap().safeParse(seconds);
    void saving.run(() => (wanted.success ? setup.chooseOperatorReturn(wanted.data) : Promise.resolve(OUT_OF_RANGE)));
  };
  return (
    <form className={reachFormStyles['form']} noValidate onSubmit={submit}>
      <div className={reachFormStyles['choice']}>
        <NumberInput
          label="When you are cut off while live, wait"
          description="If the caller cannot hear you for this long, the agent goes on, told what was said meanwhile; without an agent the caller hears an apology."
          suffix=" seconds"
          min={2}
          max={120}
          allowDecimal={false}
          allowNegative={false}
          clampBehavior="none"
          value={seconds}
          onChange={setSeconds}
        />
        <Button type="submit" loading={saving.state === 'saving'} disabled={seconds === saved}>
          Save
        </Button>
      </div>
      <SavedNote saving={saving} said="Saved. It holds for calls that are on, too." />
    </form>
  );
}
