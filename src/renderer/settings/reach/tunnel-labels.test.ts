import { describe, expect, it } from 'vitest';
import { tunnelLabels, type Tunnel } from './tunnel-labels';

const tunnel: Tunnel = { kind: 'ngrok', state: 'ok', publicUrl: 'https://calm-otter.ngrok.app/', since: 0 };

describe('tunnelLabels', () => {
  it('says where it leads from', () => {
    expect(tunnelLabels(tunnel).sentence).toBe('ngrok leads here at https://calm-otter.ngrok.app.');
    expect(tunnelLabels({ ...tunnel, kind: 'this-machine' }).sentence).toContain('Only this machine itself');
    expect(tunnelLabels(null).sentence).toBe('The tunnel is off.');
  });

  it('parts why it fails from what to do', () => {
    const detail =
      'The e-mail address of the ngrok account is not verified yet. Verify it at dashboard.ngrok.com, then try again.';
    expect(tunnelLabels({ ...tunnel, state: 'failing', detail })).toEqual({
      sentence: 'The e-mail address of the ngrok account is not verified yet.',
      remedy: 'Verify it at dashboard.ngrok.com, then try again.',
    });
    expect(tunnelLabels({ ...tunnel, state: 'failing' })).toEqual({
      sentence: 'ngrok does not lead here.',
      remedy: '',
    });
  });
});
