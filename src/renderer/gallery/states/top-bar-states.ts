import type { DeskEvent } from '../../../shared/call/events';
import type { State } from './state';
import { desk, WELL } from './told';

const MODEL = 'gpt-realtime-2.1';
const LINE = { type: 'line.changed', number: '+14155550134', agentName: 'Front desk' } as const;

/** Top bar after these facts of the desk, the latest of which is two minutes old. */
function bar(name: string, shows: string, ...events: readonly DeskEvent[]): State {
  return { name: `top-bar-${name}`, at: '/settings/about', shows, events: [...WELL, ...desk(130, ...events)] };
}

/** States of the top bar: each word that a line, the tunnel and the model can have. */
export const TOP_BAR_STATES: readonly State[] = [
  { name: 'top-bar-nothing', at: '/settings/about', shows: 'no lines' },
  bar('well', 'live'),
  bar('going-live', 'going live', { ...LINE, state: 'going live', agentName: '', step: 'tunnel' }),
  bar('degraded', 'degraded', { ...LINE, state: 'degraded', problem: 'public-no-connection' }),
  bar('off', 'off', { ...LINE, state: 'off', agentName: '', problem: 'not-put-back' }),
  bar('tunnel-off', 'off', { type: 'tunnel.changed', kind: 'ngrok', state: 'off', detail: 'no-keys' }),
  bar('tunnel-connecting', 'connecting', { type: 'tunnel.changed', kind: 'ngrok', state: 'connecting' }),
  bar('tunnel-failing', 'failing', { type: 'tunnel.changed', kind: 'own-url', state: 'failing', detail: 'down' }),
  bar('this-machine', 'this machine', {
    type: 'tunnel.changed',
    kind: 'this-machine',
    state: 'ok',
    publicUrl: 'http://127.0.0.1:8080',
  }),
  bar('model-unproven', 'unproven', { type: 'modelService.changed', model: MODEL, state: 'unproven' }),
  bar('model-no-key', 'no key', { type: 'modelService.changed', model: MODEL, state: 'unproven', check: 'no-key' }),
  bar('model-failing', 'failing', {
    type: 'modelService.changed',
    model: MODEL,
    state: 'failing',
    check: 'key-refused',
  }),
  bar(
    'many-lines',
    'more line',
    ...[1, 2, 3, 4, 5].map((digit): DeskEvent => ({ ...LINE, number: `+1415555010${String(digit)}`, state: 'live' })),
  ),
];
