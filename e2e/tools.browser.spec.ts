import { AgentDesk } from './agent-desk';
import { expect, test as base } from './console';
import { ToolDesk } from './tool-desk';

const test = base.extend<{ readonly desk: ToolDesk }>({
  desk: async ({ console }, use) => {
    const desk = new ToolDesk(console.page);
    await desk.open();
    await use(desk);
  },
});

test('a script is held to its limits', async ({ desk }) => {
  await desk.add('Script');
  await desk.addArgument('n', 'A number', 'number');
  await desk.field('Time-out').fill('1');
  await desk.code('while (true);');
  await desk.run({ n: '1' });
  await expect(desk.result).toContainText('The script did not end in time');
  await desk.side('Set up');
  await desk.field('Time-out').fill('10');
  await desk.code('return typeof process + typeof require + await fetch("http://127.0.0.1/");');
  await desk.run({ n: '1' });
  await expect(desk.result).toContainText('This script may not ask http://127.0.0.1');
});

test('nothing of what cannot be published is lost over a reload', async ({ desk, simulators }) => {
  await desk.add('Script');
  await desk.editor.getByRole('button', { name: 'As JSON Schema' }).click();
  const text = desk.editor.getByRole('textbox', { name: 'Arguments as JSON Schema' });
  await text.fill('{ "type": ');
  await desk.add('Web request');
  await desk.field('Name').fill('two words');
  await expect(desk.editor.getByText('Letters, digits, _ and -')).toBeVisible();
  await new AgentDesk(desk.page, simulators).isSaved();
  await desk.page.reload();
  await desk.open();
  await desk.choose('two words');
  await expect(desk.field('Name')).toHaveValue('two words');
  await desk.choose('script');
  await expect(text).toHaveText('{ "type": ');
});
