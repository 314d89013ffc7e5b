import { Menu, nativeImage, Tray, type MenuItemConstructorOptions, type NativeImage } from 'electron';
import icon from '../../../../resources/icon.png?asset';
import type { ConsoleWindow } from '../console-window';
import { withDot, type TrayRow, type TrayTone, type TrayLabels } from './tray-content';

/** Size of the tray picture in pixels, and the number of pixels to one of the system's own. macOS wants 18 of those a side. */
const PICTURE = process.platform === 'darwin' ? { sidePx: 36, scale: 2 } : { sidePx: 32, scale: 1 };

/** Actions a person can take from the tray. */
interface TrayActions {
  readonly console: Pick<ConsoleWindow, 'show' | 'showCall'>;
  readonly quit: () => void;
}

/** An icon in the system's tray. */
export interface TrayIcon {
  /** Shows `words`; does nothing when they are already shown. */
  say(words: TrayLabels): void;
  remove(): void;
}

/** Adds an icon to the tray. Throws when the system refuses. */
export function openTray(actions: TrayActions): TrayIcon {
  const plain = nativeImage.createFromPath(icon).resize({ width: PICTURE.sidePx, height: PICTURE.sidePx }).toBitmap();
  const tray = new Tray(picture(plain, 'off'));
  let onShow = '';
  let tone: TrayTone = 'off';
  if (process.platform !== 'darwin') tray.on('click', () => actions.console.show());
  return {
    say: (words) => {
      const next = JSON.stringify(words);
      if (next === onShow) return;
      onShow = next;
      if (words.tone !== tone) tray.setImage(picture(plain, words.tone));
      tone = words.tone;
      tray.setToolTip(words.toolTip);
      tray.setContextMenu(Menu.buildFromTemplate(trayMenu(words, actions)));
    },
    remove: () => tray.destroy(),
  };
}

function picture(plain: Buffer, tone: TrayTone): NativeImage {
  const { sidePx, scale } = PICTURE;
  return nativeImage.createFromBitmap(withDot(plain, tone), { width: sidePx, height: sidePx, scaleFactor: scale });
}

function trayMenu(words: TrayLabels, actions: TrayActions): MenuItemConstructorOptions[] {
  const item = (row: TrayRow): MenuItemConstructorOptions => {
    // A single ampersand in a menu underlines the next letter.
    const label = row.label.replaceAll('&', '&&');
    return row.kind === 'call'
      ? { label, click: () => actions.console.showCall(row.callId) }
      : { label, enabled: false };
  };
  return [
    ...words.lines.map(item),
    { type: 'separator' },
    ...words.calls.map(item),
    { type: 'separator' },
    { label: 'Open Switchboard', click: () => actions.console.show() },
    { label: 'Quit', click: actions.quit },
  ];
}
