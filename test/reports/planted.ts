/** One fault, put into a report that has none. */
export interface Planted {
  /** The file in `consistent/`. */
  readonly report: string;
  readonly kind: 'time' | 'order' | 'sum' | 'rate' | 'cause' | 'unit' | 'address' | 'overclaim' | 'value' | 'name';
  readonly was: string;
  readonly is: string;
  /** What the reproach that is due says. */
  readonly finds: RegExp;
}

const of =
  (report: string) =>
  (kind: Planted['kind'], was: string, is: string): ((finds: RegExp) => Planted) =>
  (finds) => ({ report, kind, was, is, finds });

const regions = of('leaked-key-in-three-regions.md');
const mail = of('mail-of-an-engineer.txt');
const alert = of('alert-and-analysis.txt');
const project = of('postmortem-of-a-project.md');
const ticket = of('ticket-of-a-guessed-password.txt');
const node = of('node-of-a-cluster.md');
const accounts = of('three-accounts.md');
const runners = of('runners-of-a-package.txt');
const table = of('table-of-a-guessed-password.md');
const review = of('review-of-an-api-key.md');
const night = of('mail-of-the-night.txt');
const container = of('open-container-api.html');

const theft = of('data-theft.md');
const major = of('major-incident.txt');
const retro = of('retrospective.md');
const host = of('ticket-of-a-build-host.txt');
const brief = of('executive-brief.md');
const notes = of('work-notes.txt');

const bank = of('bank-soc.txt');
const plain = of('plain-english.txt');
const short = of('one-paragraph.txt');
const lessons = of('lessons-of-a-night.md');
const cluster = of('managed-detection.html');

export const planted: readonly Planted[] = [
  regions('time', 'for 17 minutes before', 'for 47 minutes before')(/47 min are said.*17 min/),
  regions('sum', 'launch 34 instances', 'launch 43 instances')(/20 \+ 10 \+ 4 = 34, but 43/),
  regions('sum', 'in 3 regions', 'in 2 regions')(/2 regions are said, and machines ran in 3/),
  regions('sum', 'about $23', 'about $2,300')(/list price.*far less/),
  regions('order', '| 02:46 | Access key deactivated', '| 02:26 | Access key deactivated')(/02:26 lies before 02:31/),
  regions('order', '| 05:00 | Incident resolved', '| 02:45 | Incident resolved')(/back to 02:45/),
  regions(
    'cause',
    'Brute force was ruled out: no failed logins precede the first use.',
    'The console password was guessed by brute force.',
  )(/different doors/),
  regions('address', '- Attacker IP: 198.51.100[.]23', '- Attacker IP: 198.51.100[.]32')(/\.23.*\.32/),
  regions('name', 'T1496.001 – Compute Hijacking', 'T1584 – Compromise Infrastructure')(/resource development/),
  regions('value', 'High (78/100)', 'Low (78/100)')(/78 is high, not low/),
  regions('value', 'P2 – High', 'P4 – Low')(/severity is high.*priority low/),
  regions('time', '2026-03-06 10:00', '2026-03-04 10:00')(/cannot know of what comes after/),
  regions('overclaim', '| 02:55 | Snapshots of all 34 volumes taken |\n', '')(/evidence was destroyed/),
  regions(
    'overclaim',
    'No customer data was accessed: S3 data events show no GetObject by the key.',
    'No data was accessed.',
  )(/names no log of reads/),
  mail('order', 'at 09:18 mining started', 'at 09:13 mining started')(/from 09:13, but it is downloaded at 09:15/),
  mail('time', 'offline for 90 minutes', 'offline for 3 hours')(/09:40 to 11:10 = 90 min/),
  mail('rate', 'less than a cent', 'about $40')(/earned far less/),
  mail('unit', '400 kB', '400 GB')(/proxy or exfiltration/),
  mail('value', 'CPU was at 97%', 'CPU was at 197%')(/197 % > 100 %/),
  mail('order', 'I isolated the host at 09:40', 'I isolated the host at 09:20')(/09:20 lies before 09:31/),
  alert('rate', '~$0.06', '~$60')(/earned far less/),
  alert('unit', '9 KH/s', '9 MH/s')(/No such machine computes/),
  alert('sum', '~$4 in', '~$140 in')(/list price.*far less.*diverted/),
  alert('time', 'sustained for 5+ hours', 'sustained for 8+ hours')(/over 8 h by then/),
  alert('time', 'offline for 2 hours', 'offline for 5 hours')(/14:32 to 16:30 = 118 min/),
  alert('time', 'Dwell Time: 6 hours', 'Dwell Time: 3 hours')(/3 h are said/),
  alert('order', 'Compromised Time: 2026-02-10 08:15', 'Compromised Time: 2026-02-10 07:30')(/onset cannot precede/),
  alert('unit', '2.4MB egress', '2.4GB egress')(/proxy or exfiltration/),
  alert('name', 'Audit Log Analysis', 'Cloud Trail Analysis')(/belongs to another cloud/),
  alert('order', '08:20 – Installed xmrig miner', '08:02 – Installed xmrig miner')(/08:02 lies before 08:15/),
  alert('time', 'Entry Time: 2026-02-10 08:15', 'Entry Time: 2026-02-10 08:51')(/says 08:15, another 08:51/),
  alert('address', 'Download URL: paste.example[.]com', 'Download URL: paste.example[.]org')(/missing from the list/),
  alert(
    'overclaim',
    'The attacker gained access',
    'Rapid detection limited the impact. The attacker gained access',
  )(/before he was noticed/),
  alert(
    'overclaim',
    'Object Storage access logs show no reads by the intruder.',
    'No data was accessed.',
  )(/unsupported.*log of reads/i),
  project('sum', 'about $36', 'about $3,600')(/but 3,600 USD are said/),
  project('order', '| Resolved | 2026-04-12', '| Resolved | 2026-04-11')(/resolved after it is detected/),
  project('time', '| Report date | 2026-04-13', '| Report date | 2026-04-10')(/cannot know/),
  ticket('sum', '$27 for', '$270 for')(/but 270\.00 USD are said/),
  ticket('order', 'At 06:25 UTC the account', 'At 05:25 UTC the account')(/05:25 lies before 06:12/),
  node('time', 'node: 51 minutes', 'node: 15 minutes')(/13:39 to 14:30 = 51 min/),
  node('unit', 'pool: 60 kB', 'pool: 60 GB')(/proxy or exfiltration/),
  node('order', '13:39 UTC node isolated', '13:09 UTC node isolated')(/13:09 lies before 13:14/),
  accounts('time', 'dwell time 32 minutes', 'dwell time 3 hours')(/3 h are said.*32 min/),
  accounts(
    'sum',
    '| Total | 60 | $1,842 |',
    '| Total | 60 | $2,842 |',
  )(/642 \+ 1,200 = 1,842, as is said elsewhere, but the last row says 2,842/),
  accounts('value', 'Critical (92/100)', 'Critical (29/100)')(/29 is low, not critical/),
  accounts(
    'cause',
    'SSH was not involved; the failed',
    'The bastion was entered by SSH brute force; the failed',
  )(/different doors/),
  runners(
    'cause',
    'No credentials were needed',
    'The root password had been guessed. No credentials were needed',
  )(/different doors/),
  runners('unit', '1.1 MB to the pool', '1.1 TB to the pool')(/proxy or exfiltration/),
  runners('value', '100 % CPU', '300 % CPU')(/> 100 %/),
  runners('time', 'Date of report: 21.09.2026', 'Date of report: 12.09.2026')(/cannot know/),
  table('time', 'Dwell time: 37 minutes', 'Dwell time: 7 hours')(/7 h are said/),
  table('order', '2026-07-02 05:20 | SOC', '2026-07-02 05:02 | SOC')(/05:02/),
  table('address', 'IoCs: 203.0.113.17', 'IoCs: 203.0.113.71')(/203\.0\.113\.71/),
  table('overclaim', '| 2026-07-02 05:45 | SOC | OS disk snapshot taken |\n', '')(/evidence was destroyed/),
  review('sum', 'about $4; with boot volumes and the egress about $11 in all', 'about $400')(/= 3\.96, not 400/),
  night('unit', '5.2 kH/s', '520 kH/s')(/No such machine/),
  night('unit', 'about 1.5 MB', 'about 1.5 TB')(/proxy or exfiltration/),
  container('time', 'offline for 4 hours', 'offline for 9 hours')(/03:20 to 07:20 = 4 h/),
  container('order', '03:20 UTC isolation by EDR', '03:02 UTC isolation by EDR')(/03:02/),
  theft(
    'cause',
    'There is no sign of a compromised workstation, and no brute force took place.',
    'The password of the user was guessed by brute force.',
  )(/different doors/),
  theft(
    'overclaim',
    '4,212 objects with 18.3 GB were read; 310 of them contain customer names',
    'No data was accessed',
  )(/No data was accessed/),
  theft('order', '10:30 — key deleted, incident contained', '09:13 — key deleted, incident contained')(/09:13/),
  theft('time', '| Report date | 2026-04-30 |', '| Report date | 2026-04-20 |')(/cannot know/),
  theft('address', '- 203.0.113.61 (attacker)', '- 203.0.113.16 (attacker)')(/203\.0\.113\.16/),
  major(
    'sum',
    'launch 24 bare-metal GPU instances',
    'launch 42 bare-metal GPU instances',
  )(/10 \+ 8 \+ 4 \+ 2 = 24, not 42/),
  major('name', 'Cloud Guard raised', 'GuardDuty raised')(/another cloud/),
  major('cause', 'Brute force can be excluded.', 'The console was also entered by SSH brute force.')(/different doors/),
  retro('sum', '6 × 3.37 h × $1.45 = about $29', '6 × 3.37 h × $1.45 = about $290')(/not 290/),
  retro('unit', 'hash rate per machine ~ 8 kH/s', 'hash rate per machine ~ 8 MH/s')(/No such machine/),
  retro('value', 'CPU on each: 100 %', 'CPU on each: 180 %')(/180 % > 100 %/),
  host('rate', 'less than $0.02 earned', 'about $25 earned')(/earned far less/),
  host('time', 'offline for 5 h 38 min', 'offline for 8 h 38 min')(/5 h 38 min/),
  host('order', '|03:05:48|xmrig installed', '|03:04:48|xmrig installed')(/03:04:48/),
  host('unit', 'traffic to the pool 0.2 MB', 'traffic to the pool 0.2 TB')(/proxy or exfiltration/),
  host('overclaim', '* 04:05 UTC memory and disk imaged\n', '')(/evidence was destroyed/),
  brief(
    'name',
    '220 virtual machines in 7 regions',
    '220 virtual machines in 7 regions (T1584 – Compromise Infrastructure)',
  )(/resource development/),
  notes('unit', 'was 5 MB in total', 'was 5 TB in total')(/proxy or exfiltration/),
  notes('overclaim', '2026-08-03 16:40 CEST Disk copy handed to forensics.\n', '')(/evidence was destroyed/),
  bank('time', 'unavailable for 3 h 4 min', 'unavailable for 5 h 4 min')(/14:41 to 17:45 = 3 h 4 min/),
  bank('unit', '1.1 MB to the pool', '1.1 GB to the pool')(/proxy or exfiltration/),
  bank('order', '14:41 GMT  The instance was isolated', '14:04 GMT  The instance was isolated')(/14:04/),
  bank('sum', 'about USD 1.50', 'about USD 150')(/list price.*far less/),
  plain('sum', '= about 3 USD', '= about 30 USD')(/not 30/),
  plain('order', 'At 09:11 CEST I blocked', 'At 08:11 CEST I blocked')(/08:11/),
  short('order', 'deactivated the key at 10:28', 'deactivated the key at 10:08')(/10:08/),
  lessons('order', 'cut the instance off at 01:20', 'cut the instance off at 00:20')(/00:20/),
  cluster('time', '<td>45 minutes</td>', '<td>4 hours</td>')(/4 h are said/),
  cluster('unit', '700 kB', '700 GB')(/proxy or exfiltration/),
  cluster('value', 'priority</td>\n        <td>High', 'priority</td>\n        <td>Low')(/severity is high/),
];
