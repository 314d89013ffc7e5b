import { describe, expect, it } from 'vitest';
import { LevelStore, SILENCE, type Loudness } from './level-store';

describe('LevelStore', () => {
  it('hands each call its own level, and silence to those left out', () => {
    const levels = new LevelStore();
    const one: Loudness[] = [];
    const two: Loudness[] = [];
    levels.subscribe('one', (level) => one.push(level));
    const leave = levels.subscribe('two', (level) => two.push(level));
    levels.receive([{ callId: 'one', caller: 0.4, agent: 0 }]);
    levels.receive([{ callId: 'two', caller: 0, agent: 0.7 }]);
    leave();
    levels.receive([]);
    expect(one).toEqual([{ callId: 'one', caller: 0.4, agent: 0 }, SILENCE, SILENCE]);
    expect(two).toEqual([SILENCE, { callId: 'two', caller: 0, agent: 0.7 }]);
  });
});
