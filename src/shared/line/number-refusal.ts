/** Reasons for never dialling a number, whoever asks for it. */
export const NUMBER_REFUSALS = ['not-a-number', 'emergency-number', 'premium-number', 'satellite-number'] as const;

export type NumberRefusal = (typeof NUMBER_REFUSALS)[number];
