import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KEY_NAMES, type KeyName } from './key-name';
import { KEY_REFUSALS, keyRefusalLabels, type KeyRefusal } from './key-refusal';
import { lastFour, MAX_KEY_CHARS, tidyKey } from './key-shape';

const HEX = '0123456789abcdef'.repeat(2);
const NGROK = '2abcDEFghiJKLmnoPQRstuVWXyz_7aBcDeFgHiJkLmNoPqRs';

const GOOD: Readonly<Record<KeyName, string>> = {
  openAiKey: 'sk-proj-AbC_dEf-123456',
  twilioAccountSid: `AC${HEX}`,
  twilioAuthToken: HEX,
  twilioApiKeySid: `SK${HEX}`,
  twilioApiKeySecret: 'AbCdEfGh0123456789AbCdEfGh012345',
  ngrokAuthtoken: NGROK,
  twilioSharedKeySecret: 'c2hhcmVkLWtleS1zZWNyZXQ+/A==',
};

const anyPasted = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 600 }),
  fc
    .array(fc.constantFrom('"', "'", '`', '“', '”', '‘', '’', ' ', '\n', ...Object.values(GOOD)), { maxLength: 8 })
    .map((parts) => parts.join('')),
);

describe('a pasted key', () => {
  it.each(KEY_NAMES)('%s is taken as it is, and without what pasting leaves around it', (name) => {
    const value = GOOD[name];
    for (const pasted of [
      value,
      ` ${value}\r\n`,
      `"${value}"`,
      `' ${value}'`,
      `“${value}”`,
      `\u200B\uFEFF${value}\u00A0`,
    ]) {
      expect(tidyKey(name, pasted)).toEqual({ ok: true, value });
    }
  });

  it('is found in the command that ngrok offers to copy', () => {
    for (const command of ['ngrok config add-authtoken', 'ngrok  authtoken']) {
      expect(tidyKey('ngrokAuthtoken', `${command} ${NGROK}\n`)).toEqual({ ok: true, value: NGROK });
    }
  });

  it.each<[KeyName, string, KeyRefusal]>([
    ['openAiKey', ' \t\n', 'empty'],
    ['openAiKey', '""', 'empty'],
    ['openAiKey', `sk-${'a'.repeat(MAX_KEY_CHARS)}`, 'too-long'],
    ['openAiKey', 'sk-proj-...8f60', 'shortened'],
    ['openAiKey', 'sk-…8f60', 'shortened'],
    ['openAiKey', 'sk-proj-12345678 sk-proj-2', 'has-spaces'],
    ['openAiKey', 'sk-proj-ключ', 'odd-characters'],
    ['openAiKey', 'sk-admin-0123456789', 'admin-key'],
    ['openAiKey', GOOD.twilioAccountSid, 'not-this-kind'],
    ['openAiKey', 'sk-', 'not-this-kind'],
    ['twilioAccountSid', GOOD.twilioApiKeySid, 'api-key-sid'],
    ['twilioAccountSid', `AC${HEX}0`, 'not-this-kind'],
    ['twilioAccountSid', HEX, 'not-this-kind'],
    ['twilioAuthToken', GOOD.twilioAccountSid, 'not-this-kind'],
    ['twilioAuthToken', '••••••••••••••••••••••••••••••••', 'shortened'],
    ['twilioApiKeySid', GOOD.twilioAccountSid, 'not-this-kind'],
    ['twilioApiKeySecret', 'short', 'not-this-kind'],
    ['twilioSharedKeySecret', GOOD.twilioAccountSid, 'not-this-kind'],
    ['twilioSharedKeySecret', 'short', 'not-this-kind'],
    ['ngrokAuthtoken', 'cr_2abcDEFghiJKLmnoPQRstuVWXyz', 'not-this-kind'],
    ['ngrokAuthtoken', GOOD.twilioAccountSid, 'not-this-kind'],
  ])('%s %j is refused: %s', (name, pasted, refusal) => {
    expect(tidyKey(name, pasted)).toEqual({ ok: false, refusal });
  });

  it('whatever it is, is refused or can stand in a header, and once tidy stays as it is', () => {
    fc.assert(
      fc.property(fc.constantFrom(...KEY_NAMES), anyPasted, (name, pasted) => {
        const tidy = tidyKey(name, pasted);
        if (!tidy.ok) return;
        expect(tidy.value).toMatch(/^[\x21-\x7e]{1,512}$/);
        expect(tidyKey(name, tidy.value)).toEqual(tidy);
      }),
    );
  });
});

describe('the last four', () => {
  it('are shown of a key that is long enough to stay a secret', () => {
    expect(lastFour('sk-proj-AbC_dEf-8f60')).toBe('8f60');
    expect(lastFour('sk-short-8f60')).toBe('');
  });
});

describe('the words of a refusal', () => {
  it('are there for every code and every key, and quote none', () => {
    for (const name of KEY_NAMES) {
      for (const refusal of KEY_REFUSALS) {
        const { sentence, remedy } = keyRefusalLabels(refusal, name);
        expect(sentence).toMatch(/^[A-Z].+\.$/);
        expect(remedy).toMatch(/^[A-Z].+\.$/);
      }
    }
  });
});
