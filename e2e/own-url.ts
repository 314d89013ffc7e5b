import { expect, type Page } from '@playwright/test';

/** Where the form about reach is shown: has the desktop app reached by this machine's own address, as no ngrok is here. */
export async function useOwnUrl(page: Page, publicPort: number): Promise<void> {
  await page.getByLabel('My own URL').check();
  await page.getByLabel('Public URL', { exact: true }).fill(`http://127.0.0.1:${String(publicPort)}`);
  await page.getByRole('button', { name: 'Use this URL' }).click();
  await expect(page.getByText('Your public URL leads here')).toBeVisible();
}
