import { expect, type Page } from '@playwright/test';
import type { Simulators } from './simulators';

/** Environment of a machine on which nobody configured keys. */
export const NO_KEYS = { OPENAI_API_KEY: '', TWILIO_ACCOUNT_SID: '', TWILIO_AUTH_TOKEN: '' };

/** Waits for the heading of a step, which is focused as soon as the step is shown. */
export async function atStep(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name })).toBeFocused();
}

/** Fills a field. */
export async function enter(page: Page, label: string, value: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).fill(value);
}

/** Enters an OpenAI key, valid or not. */
export async function enterOpenAiKey(page: Page, key: string): Promise<void> {
  await enter(page, 'OpenAI API key', key);
  await page.keyboard.press('Enter');
}

/** Enters a pair of Twilio keys, valid or not. */
export async function enterTwilioKeys(page: Page, accountSid: string, authToken: string): Promise<void> {
  await enter(page, 'Twilio Account SID', accountSid);
  await enter(page, 'Twilio Auth Token', authToken);
  await page.keyboard.press('Enter');
}

/** Enters the valid keys step by step, up to the tunnel step. */
export async function enterAllKeys(page: Page, { environment }: Simulators): Promise<void> {
  await atStep(page, 'The model that talks');
  await enterOpenAiKey(page, environment['OPENAI_API_KEY'] ?? '');
  await expect(page.getByText('OpenAI takes the key, and the model is there.')).toBeVisible();
  await page.getByRole('button', { name: 'Continue' }).click();
  await atStep(page, 'Your phone numbers');
  await enterTwilioKeys(page, environment['TWILIO_ACCOUNT_SID'] ?? '', environment['TWILIO_AUTH_TOKEN'] ?? '');
  await expect(page.getByText('Twilio takes the Account SID and the Auth Token.')).toBeVisible();
}
