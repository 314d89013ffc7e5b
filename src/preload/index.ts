import { contextBridge, ipcRenderer } from 'electron';

const CONNECT = 'switchboard:connect';
const PORT = 'switchboard:port';

contextBridge.exposeInMainWorld('switchboard', { desktop: true });

/** The page asks for its port by posting to itself, and gets it the same way: a port cannot cross the context bridge. */
window.addEventListener('message', (event) => {
  if (event.source === window && event.data === CONNECT) ipcRenderer.send('console:connect');
});

ipcRenderer.on('console:connect', (event) => {
  const [port] = event.ports;
  if (port) window.postMessage(PORT, location.origin, [port]);
});
