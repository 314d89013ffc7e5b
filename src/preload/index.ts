import { contextBridge, ipcRenderer } from 'electron';

const CONNECT = 'switchboard:connect';
const PORT = 'switchboard:port';

contextBridge.exposeInMainWorld('switchboard', { desktop: true });

/** The page asks for its ports by posting to itself, and gets them the same way: a port cannot cross the context bridge. */
window.addEventListener('message', (event) => {
  if (event.source === window && event.data === CONNECT) ipcRenderer.send('console:connect');
});

ipcRenderer.on('console:connect', (event) => {
  window.postMessage(PORT, location.origin, [...event.ports]);
});
