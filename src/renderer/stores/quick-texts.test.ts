import { describe, expect, it } from 'vitest';
import { MAX_QUICK_TEXT_CHARS, QuickTexts } from './quick-texts';

/** In-memory stand-in for the browser's storage. */
function storage(kept: string | null = null) {
  const held = new Map(kept === null ? [] : [['switchboard.quick-texts', kept]]);
  return {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
  };
}

describe('QuickTexts', () => {
  it('comes back as it was saved, without what is empty, too many or too long', () => {
    const place = storage();
    new QuickTexts(place).save([
      ' one ',
      '',
      'x'.repeat(900),
      ...Array.from({ length: 12 }, (_, index) => `t${String(index)}`),
    ]);
    const texts = new QuickTexts(place).get();
    expect(texts).toHaveLength(9);
    expect(texts[0]).toBe('one');
    expect(texts[1]).toHaveLength(MAX_QUICK_TEXT_CHARS);
  });

  it.each(['{', '{"a":1}', '[1]', 'null'])('begins anew where %s was kept', (kept) => {
    expect(new QuickTexts(storage(kept)).get().length).toBeGreaterThan(0);
  });

  it('lasts for the visit where nothing can be kept', () => {
    const texts = new QuickTexts({
      getItem: () => null,
      setItem: () => {
        throw new Error('full');
      },
    });
    let told = 0;
    texts.subscribe(() => told++);
    texts.save(['mine']);
    expect([texts.get(), told]).toEqual([['mine'], 1]);
  });
});
