import type { InsideCase } from '../../inside-cases.ts';
import { amount, cause, deed, denial, hours, moment, naming, said } from '../../said.ts';

const minutes = (count: number) => ({
  about: 'duration' as const,
  of: 'dwell' as const,
  seconds: { low: count * 60 - 30, high: count * 60 + 30, said: count * 60, isRough: false },
});

export const overclaims: readonly InsideCase[] = [
  {
    check: 'rapid-detection',
    name: 'after hours',
    story: [said('Rapid detection minimised impact', deed('rapid-detection'))],
    fault: [said('Dwell time: 6 hours', hours('dwell', 6))],
    fine: [said('Dwell time: 9 minutes', minutes(9))],
    finds: /^clash: Rapid.*<> Dwell time: 6 hours/,
  },
  {
    check: 'all-traffic-blocked',
    name: 'by a group that only allows',
    story: [said('Blocked all traffic', deed('traffic-blocked'), { row: 3 })],
    fault: [said('Network Security Groups', naming('software', 'Network Security Groups'), { row: 3 })],
    fine: [
      said('Network Security Groups, checked by flow logs', naming('software', 'Network Security Groups'), { row: 3 }),
    ],
    finds: /^unsupported: Blocked all traffic/,
  },
  {
    check: 'evidence-destroyed',
    name: 'terminated without a copy',
    story: [said('16:00 – instance terminated', moment('termination', '16:00'))],
    fault: [],
    fine: [said('15:10 – snapshot taken', deed('snapshot'))],
    finds: /^unsupported: 16:00/,
  },
  {
    check: 'door-still-open',
    name: 'contained while the key lives',
    story: [
      said('an access key in a public repository', cause('leaked-key')),
      said('The incident is fully contained', deed('containment')),
    ],
    fault: [],
    fine: [said('The key was revoked', deed('credential-revoked'))],
    finds: /^unsupported: The incident is fully contained/,
  },
  {
    check: 'log-of-another-cloud',
    name: 'the log of one in the report of two',
    story: [said('Alert of Lookout', naming('sensor', 'Lookout'))],
    fault: [said('Tr ail analysis', naming('log', 'Tr ail'))],
    fine: [said('Ledger analysis', naming('log', 'Ledger'))],
    finds: /^contradicted: Tr ail.*here it is Ledger/,
  },
  {
    check: 'denied-and-told',
    name: 'only one region',
    story: [said('No other region was used', denial('other-regions'))].map((statement) => ({
      ...statement,
      quote: { ...statement.quote, text: 'One region was used' },
    })),
    fault: [said('instances in 9 regions', amount('regions', 9))],
    fine: [said('instances in 1 region', amount('regions', 1))],
    finds: /^clash: One region was used <> instances in 9 regions/,
  },
];
