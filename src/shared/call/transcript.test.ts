import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_TRANSCRIPT_CHARS } from './fact';
import { grow, insertTurn, moveTurn, splitHeard, updateTurn, type Transcript, type Turn } from './transcript';

const id = fc.constantFrom('a', 'b', 'c', 'd', 'e');

function note(name: string): Turn {
  return { kind: 'note', id: name, at: 0, event: { type: 'caller.pressedKey', digit: '1' } };
}

function words(name: string): Turn {
  return { kind: 'caller', id: name, at: 0, state: 'final', text: name };
}

const anyTranscript = fc
  .tuple(fc.uniqueArray(id), fc.uniqueArray(id))
  .map(([names, notes]): Transcript => names.map((name) => (notes.includes(name) ? note(name) : words(name))));

function ids(turns: Transcript): readonly string[] {
  return turns.map((turn) => turn.id);
}

describe('insertTurn', () => {
  it('places a new turn behind the one it follows, else at the end', () => {
    expect(ids(insertTurn(['a', 'b'].map(words), words('x'), 'a'))).toEqual(['a', 'x', 'b']);
    expect(ids(insertTurn(['a', 'b'].map(words), words('x'), null))).toEqual(['a', 'b', 'x']);
    expect(ids(insertTurn(['a', 'b'].map(words), words('x'), 'gone'))).toEqual(['a', 'b', 'x']);
  });

  it('leaves notes in the moment they were made in: what is said later stands behind them', () => {
    const turns = [words('a'), note('n'), note('m'), words('b')];
    expect(ids(insertTurn(turns, words('x'), 'a'))).toEqual(['a', 'n', 'm', 'x', 'b']);
    expect(ids(insertTurn(turns.slice(0, 3), words('x'), 'a'))).toEqual(['a', 'n', 'm', 'x']);
  });

  it('changes nothing for a turn that is there', () => {
    fc.assert(
      fc.property(anyTranscript, id, fc.option(id), (turns, name, after) => {
        fc.pre(ids(turns).includes(name));
        expect(insertTurn(turns, words(name), after)).toBe(turns);
      }),
    );
  });
});

describe('moveTurn', () => {
  it('keeps every turn, puts the moved one behind the other, and is done after once', () => {
    fc.assert(
      fc.property(anyTranscript, id, fc.option(id), (turns, name, after) => {
        const moved = moveTurn(turns, name, after);
        expect([...ids(moved)].sort()).toEqual([...ids(turns)].sort());
        if (after !== null && after !== name && ids(turns).includes(name) && ids(turns).includes(after)) {
          const [from, to] = [ids(moved).indexOf(after), ids(moved).indexOf(name)];
          expect(to).toBeGreaterThan(from);
          expect(moved.slice(from + 1, to).every(({ kind }) => kind === 'note')).toBe(true);
        } else expect(moved).toBe(turns);
        expect(moveTurn(moved, name, after)).toBe(moved);
      }),
    );
  });
});

it('moveTurn leaves a turn where it is while only notes are between', () => {
  const turns = [words('a'), note('n'), words('x'), note('m')];
  expect(moveTurn(turns, 'x', 'a')).toBe(turns);
});

describe('updateTurn', () => {
  it('leaves a turn of another kind alone', () => {
    const turns = [note('a')];
    expect(updateTurn(turns, 'caller', 'a', (turn) => ({ ...turn, text: 'changed' }))).toBe(turns);
  });
});

describe('grow', () => {
  it('never holds more than a turn may', () => {
    const full = 'x'.repeat(MAX_TRANSCRIPT_CHARS - 2);
    expect(grow(full, 'abcdef')).toHaveLength(MAX_TRANSCRIPT_CHARS);
    expect(grow(grow(full, 'abcdef'), 'more')).toHaveLength(MAX_TRANSCRIPT_CHARS);
  });
});

describe('splitHeard', () => {
  it('loses no letter and splits at the end of a word', () => {
    const sentence = fc.array(fc.string({ minLength: 1, maxLength: 8 }).map((word) => word.replaceAll(' ', '_')));
    fc.assert(
      fc.property(sentence, fc.nat(5000), fc.nat(5000), (words, heardMs, audioMs) => {
        const text = words.join(' ');
        const { heard, unheard } = splitHeard(text, heardMs, audioMs);
        expect(heard + unheard).toBe(text);
        if (heard !== '' && unheard !== '') expect(unheard.startsWith(' ')).toBe(true);
      }),
    );
  });

  it('knows all and nothing', () => {
    expect(splitHeard('all of it', 1000, 1000)).toEqual({ heard: 'all of it', unheard: '' });
    expect(splitHeard('none of it', 0, 1000)).toEqual({ heard: '', unheard: 'none of it' });
    expect(splitHeard('It left our warehouse on Tuesday', 500, 1000).heard).toBe('It left our');
  });
});
