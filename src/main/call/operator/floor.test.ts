import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Floor } from './floor';

const act = fc.constantFrom('takeOver', 'handBack', 'operatorGone', 'hold', 'resume', 'mute', 'unmute');

describe('Floor', () => {
  it('belongs to exactly one, and tells every change and nothing else', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        const floor = new Floor();
        let told = floor.current;
        expect(told).toBe('agent');
        for (const each of acts) {
          const before = floor.current;
          const move = {
            takeOver: () => floor.takeOver(),
            handBack: () => floor.handBack(),
            operatorGone: () => floor.operatorGone(),
            hold: () => floor.hold(true),
            resume: () => floor.hold(false),
            mute: () => floor.muteAgent(true),
            unmute: () => floor.muteAgent(false),
          }[each]();
          if (move === null) expect(floor.current).toBe(before);
          else told = move.floor;
          expect(floor.current).toBe(told);
          expect(floor.current === 'operator' && !floor.isTaken).toBe(false);
          if (each === 'handBack' || each === 'operatorGone') expect(floor.isTaken).toBe(false);
        }
      }),
    );
  });

  it('a hold gives it back to whoever had it', () => {
    const floor = new Floor();
    floor.hold(true);
    expect(floor.hold(false)).toEqual({ floor: 'agent', why: 'resumed' });
    floor.takeOver();
    floor.hold(true);
    expect([floor.current, floor.isTaken, floor.isOnHold]).toEqual(['nobody', true, true]);
    expect(floor.hold(false)).toEqual({ floor: 'operator', why: 'resumed' });
  });
});
