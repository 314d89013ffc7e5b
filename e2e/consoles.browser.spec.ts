import { expect, test } from './serving';

test('two consoles on one call agree, and an answer of one is told to the other', async ({ serve, visit }) => {
  const served = await serve({}, ['--demo']);
  const [one, other] = [(await visit(served.console)).page, (await visit(await served.newLink())).page];
  for (const page of [one, other]) {
    const calls = page.getByRole('region', { name: 'Calls' });
    await calls.getByRole('button', { name: /\+1 312 555 0142/ }).click();
    await expect(page.getByRole('region', { name: /refund_order/ })).toBeVisible();
  }
  await other.getByLabel('Answer to refund_order').fill('{"refunded": false}');
  await one.getByLabel('Answer to refund_order').fill('{"refunded": true}');
  const panel = one.getByRole('complementary', { name: 'This call' });
  await panel.getByRole('button', { name: /^Answer/ }).click();

  await expect(other.getByRole('region', { name: /refund_order/ })).toBeHidden();
  await expect(other.getByText('Somebody else answered refund_order')).toBeVisible();
  for (const page of [one, other]) {
    const transcript = page.getByRole('log', { name: 'Transcript' });
    await transcript.getByRole('button', { name: /^Answered refund_order/ }).click();
    await expect(transcript.getByText('Answered by an operator')).toBeVisible();
    await expect(transcript).toContainText('{"refunded": true}');
    await expect(transcript).not.toContainText('{"refunded": false}');
  }
  await expect(one.getByText('Somebody else answered')).toBeHidden();

  const words = (page: typeof one): Promise<string> => page.getByRole('log', { name: 'Transcript' }).innerText();
  await one.getByRole('button', { name: 'End call' }).click();
  await one.getByRole('button', { name: 'End call' }).click();
  for (const page of [one, other]) {
    await expect(page.getByRole('region', { name: 'How the call ended' })).toContainText('An operator ended the call');
  }
  expect(await words(other)).toBe(await words(one));
});
