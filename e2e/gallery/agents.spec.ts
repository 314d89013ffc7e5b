import { expect, test } from './gallery';

test('a draft cannot be published as long as it could not answer a call, and an agent in use not be removed', async ({
  gallery,
}) => {
  const { page } = gallery;
  await gallery.show('agents-one');
  await page.getByLabel('Name', { exact: true }).fill('');
  await expect(page.getByText('Give the agent a name.')).toBeVisible();
  await page.getByRole('button', { name: 'Publish' }).click();
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Publish' })).toBeDisabled();
  await page.keyboard.press('Escape');
  await page.getByLabel('Name', { exact: true }).fill('Front desk');
  await page.getByRole('button', { name: 'More about this agent' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  const refused = page.getByRole('dialog', { name: 'This was not done' });
  await expect(refused).toContainText('This agent answers every line that has none of its own.');
  await refused.getByRole('button', { name: 'Close' }).click();
  expect(await gallery.asked('agent.publish')).toEqual([]);
  expect(await gallery.asked('agent.remove')).toEqual([{ id: 'front-desk' }]);
});

test('an older version is compared, restored and published again', async ({ gallery }) => {
  const { page } = gallery;
  await gallery.show('agents-one');
  await page.getByLabel('Greeting', { exact: true }).fill('Welcome to the spring sale.');
  await page.getByRole('button', { name: 'Publish' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click();
  await expect(page.getByText('v2 answers')).toBeVisible();
  await page.getByRole('navigation', { name: 'Parts of the agent' }).getByRole('link', { name: 'Versions' }).click();
  await page.getByRole('button', { name: 'Compare with version 1' }).click();
  const difference = page.getByRole('region', { name: 'Greeting, from version 1 to the draft' });
  await expect(difference).toContainText('version 1: Hello, you have reached the front desk. How can I help you?');
  await expect(difference).toContainText('the draft: Welcome to the spring sale.');
  await page.getByRole('button', { name: 'Restore version 1' }).click();
  await expect(page.getByText('They are the same.')).toBeVisible();
  await page.getByRole('button', { name: 'Publish' }).click();
  await expect(page.getByRole('dialog')).toContainText('every line without an agent of its own');
  await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click();
  await expect(page.getByText('v3 answers')).toBeVisible();
});

test('a file that is no agent is refused with its faults', async ({ gallery }) => {
  const { page } = gallery;
  await gallery.show('agent-import-refused');
  const text = '{"switchboard":"agent","format":1,\n "agent":{"name":"<img src=x onerror=alert(1)>","voice":"onyx"}}';
  const file = { name: 'hostile.agent.json', mimeType: 'application/json', buffer: Buffer.from(text) };
  await page.getByLabel('An agent’s file').setInputFiles(file);
  await expect(page.getByText('This file was not taken.')).toBeVisible();
  await expect(page.getByText(/^agent\.voice: /)).toBeVisible();
  expect(await gallery.asked('agent.import')).toEqual([{ text }]);
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await expect(page.getByText('1 agent', { exact: true })).toBeVisible();
});
