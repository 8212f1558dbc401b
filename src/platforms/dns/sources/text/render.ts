import { syslogStamp } from '../../../../model/local-clock.ts';
import type { MachineRender } from '../../../../model/machine-simulation.ts';

/** Whom a machine's own dnsmasq asks: documentation keeps this address for nobody. */
const upstream = '192.0.2.53';

/** The machine's own dnsmasq with `log-queries`, by way of rsyslog: who asked, whom it asked, and the answer. */
export const render: MachineRender = {
  source: 'dns.text',
  records: ({ time, machine, deed }) => {
    if (deed.is !== 'look-up') return [];
    const head = `${syslogStamp(time, machine.offsetMinutes)} ${machine.name} dnsmasq[788]:`;
    return [
      `${head} query[A] ${deed.domain} from 127.0.0.1`,
      `${head} forwarded ${deed.domain} to ${upstream}`,
      ...deed.answers.map((answer) => `${head} reply ${deed.domain} is ${answer}`),
    ];
  },
  object: ({ machine, index }, records) => ({
    key: `${machine.name}/var/log/dnsmasq.log${index === 0 ? '' : `.${index}`}`,
    text: `${records.join('\n')}\n`,
    isCompressed: false,
  }),
};
