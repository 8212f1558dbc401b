import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ticketDefaults } from '../report/ticket/ticket-settings.ts';
import { readTicketSettings } from './read-ticket-settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'beewolf-ticket-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function readText(text: string) {
  writeFileSync(join(folder, 'ticket.yml'), text);
  return readTicketSettings('ticket.yml', folder);
}

describe('settings of tickets', () => {
  test('are those of a new site where none are given', async () => {
    expect(await readTicketSettings(null, folder)).toEqual(ticketDefaults);
    expect(await readText('')).toEqual(ticketDefaults);
  });

  test('name what the site has, and keep the rest', async () => {
    expect(await readText('project: SOC\nissue_type: Incident\ncomponents: []\npriorities:\n  critical: P1')).toEqual({
      ...ticketDefaults,
      project: 'SOC',
      issueType: 'Incident',
      components: [],
      priorities: { ...ticketDefaults.priorities, critical: 'P1' },
    });
  });

  test.each([
    ['project: not a key', 'project: must be the key of a project'],
    ['projekt: SEC', 'ticket.yml: it: '],
    ['priorities:\n  urgent: P1', 'priorities'],
    ['project: [', 'not valid YAML'],
  ])('are refused where they are wrong: %s', async (text, message) => {
    await expect(readText(text)).rejects.toThrow(message);
  });

  test('must be there', async () => {
    await expect(readTicketSettings('none.yml', folder)).rejects.toThrow('no settings of tickets at none.yml');
  });
});
