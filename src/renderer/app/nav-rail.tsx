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
        <path d="M7.5 8.5C7.5 17 18.5 9 18.5 17.5" className={styles['cord']} />
        <circle cx="7.5" cy="8" r="2.4" className={styles['jack']} />
        <circle cx="18.5" cy="18" r="2.4" className={styles['jack']} />
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
