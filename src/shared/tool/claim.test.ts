import { describe, expect, it } from 'vitest';
import { claimsOutcome } from './claim';

describe('claimsOutcome', () => {
  it.each([
    ['refund_order', 'I have refunded your order.'],
    ['refund_order', 'Good news! Your money was refunded to the card.'],
    ['refund_order', 'Okay. The refund has been processed.'],
    ['refund_order', 'The refund went through.'],
    ['cancel_booking', 'That is cancelled now.'],
    ['cancel_booking', 'It’s canceled.'],
    ['book_table', 'I booked the table for eight.'],
    ['update_address', 'Your address is updated.'],
    ['refund_order', 'All done.'],
    ['refund_order', 'You are all set!'],
    ['shop_refund', 'We refunded it.'],
  ])('%s: “%s” speaks of an outcome', (name, said) => {
    expect(claimsOutcome(said, name)).toBe(true);
  });

  it.each([
    ['refund_order', 'I will refund your order.'],
    ['refund_order', 'Let me check that for you.'],
    ['refund_order', 'A colleague has to approve the refund, one moment.'],
    ['refund_order', 'Your refund is pending.'],
    ['refund_order', 'Do you want it refunded?'],
    ['refund_order', 'It hasn’t been refunded yet.'],
    ['refund_order', 'Once it is refunded I’ll tell you.'],
    ['refund_order', 'I have asked a colleague about the refund.'],
    ['refund_order', 'Our shop is open from nine to five.'],
    ['refund_order', ''],
    ['cancel_booking', 'If you want, it can be cancelled.'],
    ['lookup_order', 'I have your order number, thank you.'],
  ])('%s: “%s” does not', (name, said) => {
    expect(claimsOutcome(said, name)).toBe(false);
  });

  it('stays quick on long and odd words', () => {
    expect(claimsOutcome('a'.repeat(16_000), 'x'.repeat(64))).toBe(false);
    expect(claimsOutcome('. . '.repeat(4000), 'refund_order')).toBe(false);
  });
});
