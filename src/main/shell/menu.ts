import { app, Menu, type MenuItemConstructorOptions } from 'electron';

/**
 * The application menu: the system's own roles, but for a Quit that asks first where the system does not bring it to us. Reload
 * and developer tools are for development only.
 */
export function showMenu({ quit }: { readonly quit: () => void }): void {
  const developing: MenuItemConstructorOptions[] = [
    { role: 'reload' },
    { role: 'toggleDevTools' },
    { type: 'separator' },
  ];
  const view: MenuItemConstructorOptions[] = [
    ...(app.isPackaged ? [] : developing),
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ];
  const file: MenuItemConstructorOptions[] = [
    { role: 'close' },
    { id: 'quit', label: 'Quit', accelerator: 'CommandOrControl+Q', click: quit },
  ];
  const own: MenuItemConstructorOptions[] =
    process.platform === 'darwin' ? [{ role: 'appMenu' }] : [{ label: 'File', submenu: file }];
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([...own, { role: 'editMenu' }, { label: 'View', submenu: view }, { role: 'windowMenu' }]),
  );
}
