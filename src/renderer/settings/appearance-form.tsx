import { Radio, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import styles from './appearance-form.module.css';

const CHOICES: readonly { readonly scheme: MantineColorScheme; readonly label: string }[] = [
  { scheme: 'auto', label: 'Like the system' },
  { scheme: 'light', label: 'Light' },
  { scheme: 'dark', label: 'Dark' },
];

/** Light, dark, or as the system has it. */
export function AppearanceForm() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Radio.Group
      label="Colours"
      value={colorScheme}
      onChange={(value) => setColorScheme(CHOICES.find(({ scheme }) => scheme === value)?.scheme ?? 'auto')}
    >
      <div className={styles['choices']}>
        {CHOICES.map(({ scheme, label }) => (
          <Radio key={scheme} value={scheme} label={label} />
        ))}
      </div>
    </Radio.Group>
  );
}
