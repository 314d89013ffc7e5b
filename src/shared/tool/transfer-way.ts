/** `blind`: the caller is put through at once. `announced`: the person is told first whom they get. */
export const TRANSFER_WAYS = ['blind', 'announced'] as const;

export type TransferWay = (typeof TRANSFER_WAYS)[number];
