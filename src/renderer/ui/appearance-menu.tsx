import { Menu, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { IconCheck, IconMoon, IconSun, IconSunMoon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { IconButton } from './icon-button';

const CHOICES: readonly { readonly scheme: MantineColorScheme; readonly label: string }[] = [
  { scheme: 'auto', label: 'Like the system' },
  { scheme: 'light', label: 'Light' },
  { scheme: 'dark', label: 'Dark' },
];

const ICONS: Readonly<Record<MantineColorScheme, ReactNode>> = {
  auto: <IconSunMoon size={19} stroke={1.6} />,
  light: <IconSun size={19} stroke={1.6} />,
  dark: <IconMoon size={19} stroke={1.6} />,
};

/** Chooses between the light, the dark and the system's scheme; remembered by the browser. */
export function AppearanceMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu position="right-end" width={190}>
      <Menu.Target>
        <IconButton label="Appearance" icon={ICONS[colorScheme]} />
      </Menu.Target>
      <Menu.Dropdown>
        {CHOICES.map(({ scheme, label }) => (
          <Menu.Item
            key={scheme}
            role="menuitemradio"
            aria-checked={scheme === colorScheme}
            leftSection={ICONS[scheme]}
            rightSection={scheme === colorScheme ? <IconCheck size={14} /> : undefined}
            onClick={() => setColorScheme(scheme)}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
