/** One planted fault: the report, the words that are replaced and by what, and words of the statement that must be found. */
export interface Fault {
  readonly what:
    | 'time'
    | 'order'
    | 'sum'
    | 'duration'
    | 'rate'
    | 'cause'
    | 'unit'
    | 'address'
    | 'overclaim'
    | 'count'
    | 'name';
  readonly report: string;
  readonly from: string;
  readonly to: string;
  /** Part of what the faulty statement says. */
  readonly found: string;
}

export const faults: readonly Fault[] = [
  // Times
  { what: 'time', report: 'build-soc-ticket.txt', from: '08:15 - SSH login', to: '07:15 - SSH login', found: '07:15' },
  { what: 'time', report: 'build-timeline.md', from: '13:18 `useradd`', to: '16:18 `useradd`', found: '16:18' },
  {
    what: 'time',
    report: 'build-page.html',
    from: '<td>10 Feb 2024, 20:32</td>',
    to: '<td>10 Feb 2024, 22:32</td>',
    found: '22:32',
  },
  {
    what: 'time',
    report: 'build-postmortem.md',
    from: '2024-02-10T13:15:02Z',
    to: '2024-02-09T13:15:02Z',
    found: '2024-02-09',
  },
  { what: 'time', report: 'key-soc-ticket.txt', from: '12:08 Key', to: '11:08 Key', found: '11:08' },
  {
    what: 'time',
    report: 'key-provider-letter.txt',
    from: 'deactivated at 12:08 UTC',
    to: 'deactivated at 11:04 UTC',
    found: '11:04',
  },
  { what: 'time', report: 'key-table.md', from: '2026-03-10T11:02:41Z', to: '2026-03-10T09:02:41Z', found: '09:02' },
  // Orders
  {
    what: 'order',
    report: 'build-soc-ticket.txt',
    from: '14:32 - Network interface isolated',
    to: '14:12 - Network interface isolated',
    found: '14:12',
  },
  {
    what: 'order',
    report: 'build-handover.txt',
    from: 'we isolated the box at 2:32pm',
    to: 'we isolated the box at 1:32pm',
    found: '1:32pm',
  },
  {
    what: 'order',
    report: 'key-chat.txt',
    from: '07:38 trail is running',
    to: '06:03 trail is running',
    found: '06:03',
  },
  // Sums and amounts
  { what: 'sum', report: 'build-soc-ticket.txt', from: 'about $3.50', to: 'about $350', found: '$350' },
  {
    what: 'sum',
    report: 'build-executive.md',
    from: 'less than four dollars',
    to: 'more than four hundred dollars',
    found: 'four hundred',
  },
  { what: 'sum', report: 'key-table.md', from: 'USD 521.26', to: 'USD 5,212.60', found: '5,212' },
  {
    what: 'sum',
    report: 'key-executive.md',
    from: 'about 29 dollars an hour',
    to: 'about 290 dollars an hour',
    found: '290',
  },
  { what: 'sum', report: 'build-handover.txt', from: 'so they made cents', to: 'so they made about $80', found: '$80' },
  // Rates and units
  { what: 'rate', report: 'build-handover.txt', from: '9 kH/s', to: '900 kH/s', found: '900 kH/s' },
  { what: 'unit', report: 'build-handover.txt', from: '9 kH/s', to: '9 MH/s', found: '9 MH/s' },
  {
    what: 'unit',
    report: 'build-soc-ticket.txt',
    from: '2.3 GB in the hour',
    to: '2.3 TB in the hour',
    found: '2.3 TB',
  },
  {
    what: 'rate',
    report: 'build-executive.md',
    from: 'roughly 98 percent',
    to: 'roughly 60 percent',
    found: '60 percent',
  },
  // Causes
  {
    what: 'cause',
    report: 'build-soc-ticket.txt',
    from: "SSH login as devops from 203.0.113[.]89 with the developer's key",
    to: 'SSH login as devops from 203.0.113[.]89 after a successful brute force attack',
    found: 'brute force',
  },
  {
    what: 'cause',
    report: 'build-page.html',
    from: 'earlier failed password guesses came from many addresses and were unrelated noise.',
    to: 'Root cause: the password of devops was guessed.',
    found: 'guessed',
  },
  {
    what: 'cause',
    report: 'build-executive.md',
    from: 'How the key came into the wrong hands could not be determined.',
    to: 'The intruder exploited a vulnerability of the build software to get in.',
    found: 'vulnerability',
  },
  // Addresses and names
  {
    what: 'address',
    report: 'build-jira.json',
    from: 'from 203.0.113.89',
    to: 'from 203.0.113.98',
    found: '203.0.113.98',
  },
  {
    what: 'address',
    report: 'key-soc-ticket.txt',
    from: 'was used from 203.0.113.77',
    to: 'was used from 192.0.2.77',
    found: '192.0.2.77',
  },
  {
    what: 'name',
    report: 'key-table.md',
    from: '| Compromised key | AKIA2TK5R6RUKEXAMPLE |',
    to: '| Compromised key | AKIA2TK5R6RUXEXAMPLE |',
    found: 'AKIA2TK5R6RUXEXAMPLE',
  },
  // Counts
  {
    what: 'count',
    report: 'key-soc-ticket.txt',
    from: 'Regions affected: 9',
    to: 'Regions affected: 4',
    found: 'affected: 4',
  },
  {
    what: 'count',
    report: 'key-executive.md',
    from: 'In all, 24 virtual machines',
    to: 'In all, 240 virtual machines',
    found: '240',
  },
  { what: 'count', report: 'key-table.md', from: '| Accounts | 3 |', to: '| Accounts | 1 |', found: 'Accounts' },
  // Overclaims
  {
    what: 'overclaim',
    report: 'build-postmortem.md',
    from: 'That is far too late.',
    to: 'No data left the machine.',
    found: 'No data',
  },
  {
    what: 'overclaim',
    report: 'key-soc-ticket.txt',
    from: '3 g5.12xlarge instances are still running in me-south-1.',
    to: 'None. All instances of the intruder have been terminated.',
    found: 'All instances',
  },
  {
    what: 'overclaim',
    report: 'build-postmortem.md',
    from: "The machine was terminated before a snapshot was taken, so the miner's files are gone.",
    to: 'Detection was immediate: the alert fired within minutes of the login.',
    found: 'immediate',
  },
  {
    what: 'overclaim',
    report: 'key-chat.txt',
    from: 'but S3 data events were not on, so we cannot rule it out.',
    to: 'and no persistence was left behind.',
    found: 'no persistence',
  },
  // Plain words of people who are no technicians, a bank and a managed service.
  {
    what: 'order',
    report: 'build-plain.txt',
    from: 'at 2:32 pm EST, our colleague',
    to: 'at 1:32 pm EST, our colleague',
    found: '1:32 pm',
  },
  { what: 'unit', report: 'build-mssp.md', from: 'Dwell time 6 h 15 min', to: 'Dwell time 15 min', found: '15 min' },
  {
    what: 'time',
    report: 'build-mssp.md',
    from: '13:25 UTC sudoers changed',
    to: '12:25 UTC sudoers changed',
    found: '12:25',
  },
  { what: 'count', report: 'key-bank.md', from: '| Regions | 9 |', to: '| Regions | 19 |', found: 'Regions' },
  {
    what: 'time',
    report: 'key-bank.md',
    from: '10 March 2026, 11:02:41 UTC',
    to: '10 March 2026, 10:02:41 UTC',
    found: '10:02:41',
  },
  {
    what: 'order',
    report: 'key-bank.md',
    from: '12:38 UTC: trail started again',
    to: '11:05 UTC: trail started again',
    found: '11:05',
  },
];
