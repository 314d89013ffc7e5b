import path from 'node:path';
import type { Page } from '@playwright/test';
import { AgentDesk } from './agent-desk';
import { REPOSITORY } from './binaries';
import { expect, test } from './console';

async function keep(page: Page, file: string, colorScheme: 'dark' | 'light'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
  await page.mouse.move(0, 0);
  await page.screenshot({ path: path.join(REPOSITORY, 'docs/pictures', file), animations: 'disabled' });
}

test('an agent, and what publishing it would change', async ({ console, simulators }) => {
  const { page } = console;
  const agents = new AgentDesk(page, simulators);
  await agents.open();
  await agents.create('Night desk');
  await agents.greet('Good evening, you have reached the night desk. How can I help you?');
  await agents.instruct(
    [
      '# Who you are',
      'You answer the phone of a small hotel between ten at night and seven in the morning.',
      '',
      '# What you may promise',
      '- A taxi, if there is half an hour for it.',
      '- Late check-in until three in the morning.',
      '',
      'Never promise a room. If you do not know something, offer to have a person call back in the morning.',
    ].join('\n'),
  );
  await agents.isSaved();
  await keep(page, 'agent-dark.png', 'dark');
  await agents.publish(1);
  await page.getByRole('textbox', { name: 'Instructions' }).focus();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.insertText('\nBe brief.');
  await agents.part('Turn-taking');
  await page.getByRole('radio', { name: /^Patient/ }).check({ force: true });
  await agents.isSaved();
  await page.getByRole('button', { name: 'Publish' }).click();
  await expect(page.getByRole('dialog')).toContainText('Be brief.');
  await keep(page, 'agent-publish-light.png', 'light');
});
