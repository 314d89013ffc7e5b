import { Switch } from '@mantine/core';

interface LocalSwitchProps {
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

/** Switch that lets a tool reach this machine and the network around it. */
export function LocalSwitch({ isOn, onChange }: LocalSwitchProps) {
  return (
    <Switch
      label="May reach this machine and its network"
      description={
        isOn
          ? 'Whoever steers the agent’s words steers what it asks there. Switchboard’s own ports stay closed.'
          : 'Only the public internet, whatever a name leads to.'
      }
      checked={isOn}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}
