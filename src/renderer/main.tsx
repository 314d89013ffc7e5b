import './zod-jitless';
import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import '@mantine/spotlight/styles.layer.css';
import './theme/base.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/app';
import { connectPage } from './app/page';
import { refuseMarkup } from './trusted-text';

refuseMarkup(window as Parameters<typeof refuseMarkup>[0]);

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root');
createRoot(root).render(<App page={connectPage(window)} />);
