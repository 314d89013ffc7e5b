import type { Locator, Page } from '@playwright/test';
import { expect } from './console';

/** Page object of an agent's Tools screen. */
export class ToolDesk {
  constructor(readonly page: Page) {}

  /** Opens the tools of the agent on show, or of the one that answers. */
  async open(): Promise<void> {
    await this.page.getByRole('link', { name: 'Agents', exact: true }).click();
    await this.page
      .getByRole('navigation', { name: 'Parts of the agent' })
      .getByRole('link', { name: 'Tools' })
      .click();
    await expect(this.page.getByRole('button', { name: 'Add a tool' })).toBeVisible();
  }

  /** Adds a tool by its label in the menu: a kind, a call action, or an example. */
  async add(label: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Add a tool' }).click();
    await this.page.getByRole('menuitem', { name: new RegExp(`^${label}`) }).click();
  }

  async choose(name: string): Promise<void> {
    await this.page
      .getByRole('navigation', { name: 'Tools of the agent' })
      .getByRole('button', { name: new RegExp(`^${name}`) })
      .click();
  }

  /** Editor of the open tool. */
  get editor(): Locator {
    return this.page.locator('[data-part="tools"] section').first();
  }

  field(label: string): Locator {
    return this.editor.getByLabel(label, { exact: true });
  }

  /** Adds an argument to the open tool; a text by default. */
  async addArgument(name: string, meaning: string, type = 'text'): Promise<void> {
    const group = this.editor.getByRole('group', { name: 'Arguments', exact: true });
    await group.getByRole('button', { name: /^Add/ }).click();
    const number = await group.getByRole('textbox', { name: /^Name of argument/ }).count();
    await this.field(`Name of argument ${String(number)}`).fill(name);
    await this.field(`Type of argument ${String(number)}`).selectOption(type);
    await this.field(`Meaning of argument ${String(number)}`).fill(meaning);
  }

  /** Replaces the open script's code. It is deleted first, since Chromium colours text that replaces coloured text. */
  async code(text: string): Promise<void> {
    await this.editor.getByRole('textbox', { name: 'JavaScript' }).focus();
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.page.keyboard.press('Delete');
    await this.page.keyboard.insertText(text);
  }

  async replaceInCode(what: RegExp, by: string): Promise<void> {
    const lines = await this.editor.locator('.cm-line').allTextContents();
    await this.code(lines.join('\n').replace(what, by));
  }

  /** Allows the tool to reach this machine. */
  async allowLocal(): Promise<void> {
    await this.editor.getByRole('switch', { name: 'May reach this machine and its network' }).check({ force: true });
  }

  async side(name: 'Set up' | 'Try it'): Promise<void> {
    await this.editor.getByRole('tab', { name }).click();
  }

  /** Runs the tool under Try it, with arguments by name. */
  async run(args: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.side('Try it');
    const form = this.editor.getByRole('region', { name: 'Arguments' });
    for (const [name, value] of Object.entries(args)) await form.getByLabel(name).fill(value);
    await form.getByRole('button', { name: 'Run' }).click();
  }

  get result(): Locator {
    return this.editor.getByRole('region', { name: 'Result' });
  }
}
