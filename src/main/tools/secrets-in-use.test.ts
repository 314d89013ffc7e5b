import { describe, expect, it } from 'vitest';
import { SecretsInUse } from './secrets-in-use';
import { secretsFor } from './tools.fixture';

const SECRET = 'hünter2/+ "key"';
const ORIGIN = 'https://shop.example';

describe('a secret in use', () => {
  const bytes = Buffer.from(SECRET);
  const hex = bytes.toString('hex');
  it.each([
    ['as it is', SECRET],
    ['in JSON', JSON.stringify({ key: SECRET })],
    ['in a URL', encodeURIComponent(SECRET)],
    ['in a URL, in small letters', encodeURIComponent(SECRET).replaceAll(/%../g, (each) => each.toLowerCase())],
    ['in a URL, each byte', hex.replaceAll(/../g, '%$&')],
    ['in hex', hex],
    ['in large hex', hex.toUpperCase()],
    ['in base64', bytes.toString('base64')],
    ['in base64 for URLs', bytes.toString('base64url')],
    ['in base64 behind a letter', Buffer.from(`u:${SECRET}`).toString('base64')],
    ['in base64 among more', Buffer.from(`user:${SECRET}, and so on`).toString('base64')],
    ['in base64 among other things', Buffer.from(`me:${SECRET}!`).toString('base64')],
  ])('is masked where a service quotes it %s', (_how, quoted) => {
    const secrets = new SecretsInUse(secretsFor(ORIGIN, { shop: SECRET }), ORIGIN);
    secrets.of('shop');
    const told = secrets.redacted(`You sent ${quoted}.`);
    expect(told).toContain('[secret shop]');
    const [, rest = ''] = /^You sent (.*)\.$/.exec(told) ?? [];
    expect(rest.replace('[secret shop]', '').length).toBeLessThan(quoted.length - bytes.length + 8);
  });

  it('leaves everything else alone', () => {
    const secrets = new SecretsInUse(secretsFor(ORIGIN, { shop: SECRET }), ORIGIN);
    secrets.of('shop');
    const text = JSON.stringify({ status: 'shipped', token: Buffer.from('something else').toString('base64') });
    expect(secrets.redacted(text)).toBe(text);
  });
});
