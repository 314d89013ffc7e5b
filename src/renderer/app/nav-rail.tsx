import { IconKeyboard } from '@tabler/icons-react';
import { labelWithKey } from '../actions/action';
import { openHelp } from '../actions/page-actions';
import { useAction } from '../actions/use-actions';
import { IconButton } from '../ui/icon-button';
import { Mark } from '../ui/mark';
import { AppearanceMenu } from '../ui/appearance-menu';
import styles from './nav-rail.module.css';
import { SCREENS, type Screen } from './screens';

/** The screens, and at the foot what is about the page itself. */
export function NavRail({ screen }: { readonly screen: Screen }) {
  const { perform } = useAction(openHelp);
  return (
    <nav aria-label="Screens" className={styles['rail']}>
      <div className={styles['mark']}>
        <Mark />
      </div>
      {SCREENS.filter(({ atFoot }) => atFoot !== true).map((to) => (
        <ScreenLink key={to.path} to={to} isShown={to === screen} />
      ))}
      <span className={styles['space']} />
      <AppearanceMenu />
      <IconButton label={labelWithKey(openHelp)} icon={<IconKeyboard size={19} stroke={1.6} />} onClick={perform} />
      {SCREENS.filter(({ atFoot }) => atFoot === true).map((to) => (
        <ScreenLink key={to.path} to={to} isShown={to === screen} />
      ))}
    </nav>
  );
}

function ScreenLink({ to, isShown }: { readonly to: Screen; readonly isShown: boolean }) {
  const { path, label, icon: Icon } = to;
  return (
    <a href={`#/${path}`} aria-current={isShown ? 'page' : undefined} className={styles['screen']}>
      <Icon size={20} stroke={1.6} aria-hidden />
      {label}
    </a>
  );
}
