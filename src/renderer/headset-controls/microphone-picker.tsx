import { useEffect } from 'react';
import { useHeadset, useServices } from '../services/services';
import { DeviceSelect } from './device-select';
import { MICROPHONE_WORDS, refusalLine } from '../audio/headset/microphone-words';

/** Select of the microphone callers hear. Choosing another one while it is in use changes over at once. */
export function MicrophonePicker() {
  const { headset } = useServices();
  const devices = useHeadset((view) => view.devices);
  const chosen = useHeadset((view) => view.choices.microphoneId);
  const state = useHeadset((view) => view.microphone);
  useEffect(() => void headset.devices.refresh(), [headset]);
  const trouble = state === 'off' || state === 'asking' || state === 'open' ? null : MICROPHONE_WORDS[state];
  return (
    <DeviceSelect
      label="Microphone"
      {...(devices.named ? {} : { description: 'Microphones show their names once one was allowed: test it.' })}
      devices={devices.microphones}
      chosen={chosen}
      onChoose={(id) => void headset.chooseMicrophone(id)}
      error={trouble === null ? undefined : refusalLine(trouble)}
    />
  );
}
