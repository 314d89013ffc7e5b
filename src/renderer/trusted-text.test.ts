import { describe, expect, it } from 'vitest';
import { refuseMarkup, withoutMarkup } from './trusted-text';

describe('refuseMarkup', () => {
  it('makes the page’s one policy: text passes, anything that could be an element throws', () => {
    const policies: [string, (text: string) => string][] = [];
    refuseMarkup({ trustedTypes: { createPolicy: (name, rules) => policies.push([name, rules.createHTML]) } });
    expect(policies).toEqual([['default', withoutMarkup]]);
    expect(withoutMarkup(':root > * { --text: #fff }')).toBe(':root > * { --text: #fff }');
    expect(() => withoutMarkup('<img src=x onerror=alert(1)>')).toThrow(TypeError);
  });

  it('leaves a browser without trusted types alone', () => {
    expect(() => refuseMarkup({})).not.toThrow();
  });
});
