import { describe, expect, it } from 'vitest';
import { announcementOf } from './announcements';

const LANGUAGES = ['en', 'de', 'es', 'fr', 'it', 'nl', 'pt', 'pl', 'sv', 'da', 'no'];
const told = (language: string, written = '', from = '+12125550187') =>
  announcementOf({ written, from, agent: { name: 'Front desk', language } });

describe('an announcement', () => {
  it('is in the language of the agent, with the question that follows it', () => {
    expect(told('de')).toEqual({
      words:
        'Hallo. Front desk hat einen Anruf für Sie, von der Nummer 1 2 1 2 5 5 5 0 1 8 7. Drücken Sie die 1 oder ' +
        'bleiben Sie am Apparat, um den Anruf anzunehmen. Drücken Sie die 2, um ihn abzulehnen.',
      voice: 'de-DE',
    });
    expect(told('fr', 'C’est pour un remboursement.').words).toMatch(/^C’est pour un remboursement\. Appuyez sur 1 /);
  });

  it.each(LANGUAGES)('says in %s who calls and names both keys, in a voice of that language', (language) => {
    for (const from of ['+12125550187', 'anonymous']) {
      const { words, voice } = told(language, '', from);
      expect(voice.slice(0, 2)).toBe(language === 'no' ? 'nb' : language);
      expect(words).toContain('Front desk');
      expect(words.includes('1 2 1 2 5 5 5')).toBe(from !== 'anonymous');
      expect(words).not.toMatch(/anonymous|null|undefined/);
      expect(words).toMatch(/1\D+2\D*$/);
    }
  });

  it('is in English where the language is not known here', () => {
    for (const language of ['', 'xx', 'fi']) expect(told(language)).toEqual(told('en'));
  });
});
