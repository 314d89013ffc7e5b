import { IconHash, IconKeyboard, IconPhoneCall, IconSettings } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { IconButton } from '../ui/icon-button';
import { Mark } from '../ui/mark';
import { AppearanceMenu } from './appearance-menu';
import styles from './nav-rail.module.css';
import type { Screen } from './screen';

interface NavRailProps {
  readonly screen: Screen;
  readonly onHelp: () => void;
}

/** The screens, and at the foot what is about the page itself. */
export function NavRail({ screen, onHelp }: NavRailProps) {
  return (
    <nav aria-label="Screens" className={styles['rail']}>
      <div className={styles['mark']}>
        <Mark />
      </div>
      <ScreenLink to="live" label="Live" screen={screen} icon={<IconPhoneCall size={20} stroke={1.6} aria-hidden />} />
      <ScreenLink to="lines" label="Lines" screen={screen} icon={<IconHash size={20} stroke={1.6} aria-hidden />} />
      <span className={styles['space']} />
      <AppearanceMenu />
      <IconButton label="Shortcuts (?)" icon={<IconKeyboard size={19} stroke={1.6} />} onClick={onHelp} />
      <ScreenLink
        to="settings"
        label="Settings"
        screen={screen}
        icon={<IconSettings size={20} stroke={1.6} aria-hidden />}
      />
    </nav>
  );
}

interface ScreenLinkProps {
  readonly to: Screen;
  readonly label: string;
  readonly screen: Screen;
  readonly icon: ReactNode;
}

function ScreenLink({ to, label, screen, icon }: ScreenLinkProps) {
  return (
    <a href={`#/${to}`} aria-current={to === screen ? 'page' : undefined} className={styles['screen']}>
      {icon}
      {label}
    </a>
  );
}
