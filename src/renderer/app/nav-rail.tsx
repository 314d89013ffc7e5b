import { IconKeyboard, IconPhoneCall } from '@tabler/icons-react';
import { IconButton } from '../ui/icon-button';
import { AppearanceMenu } from './appearance-menu';
import styles from './nav-rail.module.css';

/** The screens, and at the foot what is about the page itself. */
export function NavRail({ onHelp }: { readonly onHelp: () => void }) {
  return (
    <nav aria-label="Screens" className={styles['rail']}>
      <svg viewBox="0 0 26 26" width="26" height="26" className={styles['mark']} role="img" aria-label="Switchboard">
        <rect width="26" height="26" rx="7" className={styles['plate']} />
        <path d="M6 11.5v3M9.5 9v8M13 6.5v13M16.5 9v8M20 11.5v3" className={styles['wave']} />
      </svg>
      <a href="#/live" aria-current="page" className={styles['screen']}>
        <IconPhoneCall size={20} stroke={1.6} aria-hidden />
        Live
      </a>
      <span className={styles['space']} />
      <AppearanceMenu />
      <IconButton label="Shortcuts (?)" icon={<IconKeyboard size={19} stroke={1.6} />} onClick={onHelp} />
    </nav>
  );
}
