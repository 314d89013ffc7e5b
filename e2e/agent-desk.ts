import type { Page } from '@playwright/test';
import type { RealtimeSession } from '../src/simulator/realtime/realtime-session';
import type { SimulatedCall } from '../src/simulator/twilio/simulated-call';
import { expect } from './console';
import type { Simulators } from './simulators';

/** Page object of the Agents screen. */
export class AgentDesk {
  constructor(
    readonly page: Page,
    private readonly simulators: Simulators,
  ) {}

  async open(): Promise<void> {
    await this.page.getByRole('link', { name: 'Agents', exact: true }).click();
    await expect(this.page.getByRole('navigation', { name: 'Parts of the agent' })).toBeVisible();
  }

  /** Opens one part of the agent on show. */
  async part(name: string): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Parts of the agent' }).getByRole('link', { name }).click();
  }

  async create(name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'New agent' }).click();
    await expect(this.page.getByRole('heading', { name: 'New agent' })).toBeVisible();
    await this.page.getByLabel('Name', { exact: true }).fill(name);
  }

  async greet(words: string): Promise<void> {
    await this.page.getByLabel('Greeting', { exact: true }).fill(words);
  }

  /** Replaces the instructions. */
  async instruct(text: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Instructions' }).fill(text);
  }

  /** Waits until the main process has every change. */
  async isSaved(): Promise<void> {
    await expect(this.page.locator('[data-save]')).toHaveAttribute('data-save', 'saved');
  }

  /** Publishes the draft, as version `version`. */
  async publish(version: number): Promise<void> {
    await this.page.getByRole('button', { name: 'Publish' }).click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Publish' }).click();
    await expect(dialog).toBeHidden();
    await expect(this.page.getByText(`v${String(version)} answers`)).toBeVisible();
  }

  /** Assigns an agent to a line, named as on the screen. */
  async assign(line: string, agent: string): Promise<void> {
    await this.page.getByRole('link', { name: 'Lines', exact: true }).click();
    const choice = this.page.getByRole('combobox', { name: `Agent of ${line}` });
    await choice.selectOption({ label: agent });
    await expect(choice.locator('option:checked')).toHaveText(agent);
  }

  /** Calls `to`; resolves once the call is on show and the model was asked for its greeting. */
  async ring(
    to: string,
    from = '+12125550187',
  ): Promise<{ readonly call: SimulatedCall; readonly model: RealtimeSession }> {
    const before = this.simulators.model.sessions.length;
    const call = this.simulators.carrier.dial({ from, to });
    await this.page.getByRole('link', { name: 'Live', exact: true }).click();
    await expect.poll(() => this.simulators.model.sessions.length).toBe(before + 1);
    const model = this.simulators.model.sessions[before];
    if (model === undefined) throw new Error('the model was not asked');
    await model.log.until(({ from: side, type }) => side === 'client' && type === 'response.create');
    return { call, model };
  }
}

/** Instructions of the first response a session was asked for. */
export function greetingAsked(model: RealtimeSession): string {
  const asked = model.log.entries.find(({ from, type }) => from === 'client' && type === 'response.create');
  const response = asked?.event['response'] as { readonly instructions?: string } | undefined;
  return response?.instructions ?? '';
}

/** Session updates sent to a model after the first, which sets it up. */
export function changesAsked(model: RealtimeSession): readonly unknown[] {
  return model.log.entries
    .filter(({ from, type }) => from === 'client' && type === 'session.update')
    .slice(1)
    .map(({ event }) => event['session']);
}
