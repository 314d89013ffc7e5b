import { AgentDesk } from './agent-desk';
import { expect, test } from './serving';

test('two consoles that write one draft overwrite nothing, and a person chooses', async ({
  serve,
  visit,
  simulators,
}) => {
  const served = await serve();
  const { page: anna } = await visit(served.console);
  const { page: ben } = await visit(await served.newLink());
  const desks = { anna: new AgentDesk(anna, simulators), ben: new AgentDesk(ben, simulators) };
  await desks.anna.open();
  await desks.ben.open();

  // The first change of a draft reaches everybody who has it open; they learn of later ones when they write themselves.
  await desks.anna.greet('Anna begins.');
  await expect(ben.getByLabel('Greeting', { exact: true })).toHaveValue('Anna begins.');
  await desks.anna.greet('Anna was first.');
  await desks.anna.isSaved();
  await desks.ben.greet('Ben was second.');
  const conflict = ben.getByRole('alert');
  await expect(conflict).toContainText('Another console changed this draft while you were writing it.');
  await conflict.getByRole('button', { name: 'Show the difference' }).click();
  await expect(conflict).toContainText('theirs: Anna was first.');
  await expect(conflict).toContainText('mine: Ben was second.');
  await conflict.getByRole('button', { name: 'Keep mine' }).click();
  await expect(conflict).toBeHidden();
  await desks.ben.publish(2);

  // A published version reaches a console that has written nothing since.
  await expect(anna.getByText('v2 answers')).toBeVisible();
  await expect(anna.getByLabel('Greeting', { exact: true })).toHaveValue('Ben was second.');

  await desks.ben.greet('Ben begins.');
  await expect(anna.getByLabel('Greeting', { exact: true })).toHaveValue('Ben begins.');
  await desks.ben.greet('Ben again.');
  await desks.ben.isSaved();
  await desks.anna.greet('Anna again.');
  await anna.getByRole('alert').getByRole('button', { name: 'Take theirs' }).click();
  await expect(anna.getByLabel('Greeting', { exact: true })).toHaveValue('Ben again.');
});
