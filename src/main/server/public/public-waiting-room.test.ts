import { describe, expect, it } from 'vitest';
import { WaitingRoom } from './public-waiting-room';

describe('WaitingRoom', () => {
  it('puts out the one who waited longest, and nobody who left', () => {
    const out: string[] = [];
    const room = new WaitingRoom<string>(2, (guest) => out.push(guest));
    room.enter('a');
    room.enter('b');
    room.leave('a');
    room.leave('a');
    room.enter('c');
    expect(out).toEqual([]);
    room.enter('d');
    room.enter('e');
    expect(out).toEqual(['b', 'c']);
  });
});
