import { describe, expect, it } from 'vitest';
import { OutgoingFrames } from './wire-out';

describe('OutgoingFrames', () => {
  const frames = new OutgoingFrames('MZ01');

  it('writes the three messages byte for byte', () => {
    expect(frames.media('/w==')).toBe('{"event":"media","streamSid":"MZ01","media":{"payload":"/w=="}}');
    expect(frames.mark('it_1:1240:g3')).toBe('{"event":"mark","streamSid":"MZ01","mark":{"name":"it_1:1240:g3"}}');
    expect(frames.clear).toBe('{"event":"clear","streamSid":"MZ01"}');
  });

  it('keeps a name a name', () => {
    const name = 'a"}},{"event":"clear\n\u2028é🎧\x7f';
    expect(JSON.parse(frames.mark(name))).toEqual({ event: 'mark', streamSid: 'MZ01', mark: { name } });
    expect(frames.mark(name)).toMatch(/^[\x20-\x7e]+$/);
  });
});
