import { describe, expect, it } from 'vitest';
import { ConversationOrder } from './conversation';

describe('ConversationOrder', () => {
  it('places a turn when its response and its place are both known, in either order', () => {
    const order = new ConversationOrder();
    expect(order.belongs('i1', 'r1')).toBeUndefined();
    expect(order.added('i1', 'i0')).toEqual({ itemId: 'i1', responseId: 'r1', after: 'i0' });
    expect(order.added('i2', null)).toBeUndefined();
    expect(order.belongs('i2', 'r1')).toEqual({ itemId: 'i2', responseId: 'r1', after: null });
    expect(order.after('i1')).toBe('i0');
    expect(order.after('unknown')).toBeNull();
  });

  it('remembers the last 256 items', () => {
    const order = new ConversationOrder();
    for (let i = 0; i <= 256; i += 1) order.added(`i${String(i)}`, 'before');
    expect(order.after('i0')).toBeNull();
    expect(order.after('i1')).toBe('before');
    expect(order.after('i256')).toBe('before');
  });
});
