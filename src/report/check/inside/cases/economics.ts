import type { InsideCase } from '../../inside-cases.ts';
import { about, amount, denial, exact, indicator, moment, naming, said, span } from '../../said.ts';

const miner = said('XMRig (Monero miner)', naming('software', 'XMRig'));
const mined = said('08:15-14:30 – Mining', span('mining', '2024-02-10 08:15', '2024-02-10 14:30'));
const shape = said('Shape: flex.16 (16 OCPU, 128 GB)', naming('shape', 'flex.16'));
const rate = said('Hash rate: approximately 15 KH/s', amount('hash-rate', about(15_000), { unit: 'H/s' }));
const usd = { unit: 'USD' } as const;
const bytes = { unit: 'byte' } as const;
const sixHours = { ...usd, within: 6 * 3600 };

export const economics: readonly InsideCase[] = [
  {
    check: 'mining-earnings',
    name: 'more than the hash rate earns',
    story: [miner, mined, rate],
    fault: [said('~$50 in 6 hours', amount('earnings', about(50), sixHours))],
    fine: [said('~$0.08 in 6 hours', amount('earnings', about(0.08), sixHours))],
    finds:
      /^impossible: ~\$50.*15 kH\/s ÷ 2\.4 GH\/s × 720 × 0\.6 XMR × 6\/24 × 120 USD = 0\.08 USD.*about 9\.\d+ MH\/s/,
  },
  {
    check: 'mining-earnings',
    name: 'less than the hash rate earns',
    story: [miner, mined, said('9 MH/s over the fleet', amount('hash-rate', 9e6, { unit: 'H/s' }))],
    fault: [said('earned 0.08 USD', amount('earnings', 0.08, sixHours))],
    fine: [said('earned 50 USD', amount('earnings', 50, sixHours))],
    finds: /^impossible: .*earns far more/,
  },
  {
    check: 'mining-earnings',
    name: 'more than the machine can compute',
    story: [miner, mined, shape],
    fault: [said('earned 50 USD', amount('earnings', 50, sixHours))],
    fine: [said('earned 5 cents', amount('earnings', 0.05, sixHours))],
    finds: /^impossible: .*these machines.*32 threads/,
  },
  {
    check: 'mining-earnings',
    name: 'in coins',
    story: [miner, mined, rate],
    fault: [said('0.4 XMR', amount('earnings', 0.4, { unit: 'XMR' }))],
    fine: [said('0.0007 XMR', amount('earnings', 0.0007, { unit: 'XMR' }))],
    finds: /^impossible: 0\.4 XMR/,
  },
  {
    check: 'mining-earnings',
    name: 'of Monero alone',
    story: [mined, rate, said('50 USD', amount('earnings', 50, sixHours))],
    fault: [miner],
    fine: [said('Ravencoin', naming('currency', 'Ravencoin'))],
    finds: /^impossible/,
  },
  {
    check: 'hash-rate-of-machine',
    name: 'more than its threads compute',
    story: [miner, shape],
    fault: [said('Hash rate: 150 KH/s', amount('hash-rate', 150_000, { unit: 'H/s' }))],
    fine: [rate],
    finds: /^impossible: .*32 × 210 to 360 H\/s = 6\.72 kH\/s to 11\.5 kH\/s/,
  },
  {
    check: 'cost-of-machines',
    name: 'more than the list price',
    story: [mined, shape],
    fault: [said('~$150 in compute costs', amount('cost', about(150), usd))],
    fine: [said('~$4 in compute costs', amount('cost', about(4), usd))],
    finds: /^impossible: ~\$150.*0\.592 USD\/h for flex\.16 × 1 × 6\.25 h = 3\.70 USD/,
  },
  {
    check: 'cost-of-machines',
    name: 'as many machines as are told',
    story: [mined, shape, said('~$150 in compute costs', amount('cost', about(150), usd))],
    fault: [said('on 2 machines', amount('machines', 2))],
    fine: [said('on 40 machines', amount('machines', 40))],
    finds: /^impossible: .*× 2 × 6\.25 h = 7\.40 USD/,
  },
  {
    check: 'cost-per-hour',
    name: 'price by time is not the sum',
    story: [mined, said('$20 an hour', amount('cost-per-hour', 20, usd))],
    fault: [said('$1,250 in all', amount('cost', 1250, usd))],
    fine: [said('$125 in all', amount('cost', 125, usd))],
    finds: /^clash: \$20 an hour <> \$1,250 in all \| 20\.00 USD\/h × 6\.25 h = 125\.00 USD, but 1,250 USD/,
  },
  {
    check: 'volume-in-two-times',
    name: 'one volume in the last hour and in all',
    story: [mined, said('2.3GB in last hour', amount('egress', 2.3e9, { ...bytes, within: 3600 }))],
    fault: [said('2.3GB egress (pool communications)', amount('egress', 2.3e9, { ...bytes, cause: 'mining' }))],
    fine: [said('11.2GB egress', amount('egress', 11.2e9, bytes))],
    finds: /^clash: 2\.3GB in last hour <> 2\.3GB egress \(pool communications\) \| 2\.3 GB left in 60 min.*6 h 15 min/,
  },
  {
    check: 'pool-traffic',
    name: 'too much for a miner and its pool',
    story: [mined, said('pool.example.com:3333', indicator('domain', 'pool.example.com:3333', { role: 'pool' }))],
    fault: [said('2.3GB (mining pool communications)', amount('egress', 2.3e9, { ...bytes, cause: 'mining' }))],
    fine: [said('2.3MB (mining pool communications)', amount('egress', 2.3e6, { ...bytes, cause: 'mining' }))],
    finds: /^impossible: .*proxy or exfiltration.*10 kB a minute × 1 connection × 375 min = 3\.75 MB at most; 2\.3 GB/,
  },
  {
    check: 'nothing-read',
    name: 'a volume that mining does not explain',
    story: [
      mined,
      said('No data accessed', denial('data-read')),
      said('Object read logs', naming('log', 'object read log')),
    ],
    fault: [said('2.3GB egress', amount('egress', 2.3e9, bytes))],
    fine: [said('2.3GB egress, a nightly copy', amount('egress', 2.3e9, { ...bytes, cause: 'other' }))],
    finds: /^unsupported: No data accessed.*2\.3 GB left/,
  },
  {
    check: 'nothing-read',
    name: 'no log of reads',
    story: [],
    fault: [said('No data was accessed', denial('data-read'))],
    fine: [said('No data was accessed, as the storage access logs show', denial('data-read'))],
    finds: /^unsupported: .*no log of reads/,
  },
  {
    check: 'cost-of-machines',
    name: 'far less than machines that were launched',
    story: [
      said('Launched 08:20', moment('launch', '2024-02-10 08:20')),
      mined,
      shape,
      said('400 machines', amount('machines', exact(400))),
    ],
    fault: [said('Cost: $4', amount('cost', 4, usd))],
    fine: [said('Cost: $1,480', amount('cost', 1480, usd))],
    finds: /^impossible: .*far more, whatever the discount/,
  },
];
