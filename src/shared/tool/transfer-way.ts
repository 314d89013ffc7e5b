/** Ways of transferring a caller. `blind`: at once. `announced`: the person is told first who is calling. */
export const TRANSFER_WAYS = ['blind', 'announced'] as const;

export type TransferWay = (typeof TRANSFER_WAYS)[number];
