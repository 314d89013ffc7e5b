import { contextBridge, ipcRenderer } from 'electron';

const CONNECT = 'switchboard:connect';
const PORT = 'switchboard:port';

contextBridge.exposeInMainWorld('switchboard', { desktop: true });

/**
 * Relays the page's request for its ports. Request and ports travel as messages of the window: a port cannot cross the context
 * bridge.
 */
window.addEventListener('message', (event) => {
  if (event.source === window && event.data === CONNECT) ipcRenderer.send('console:connect');
});

ipcRenderer.on('console:connect', (event) => {
  window.postMessage(PORT, location.origin, [...event.ports]);
});
