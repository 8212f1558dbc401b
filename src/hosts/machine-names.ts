import type { Machines } from '../model/machines.ts';

const address = '([0-9]{1,3}(?:\\.[0-9]{1,3}){3})';

/**
 * What machines' own logs say of their addresses, and of the id that a provider gave them: the table that cloud-init
 * prints (https://docs.cloud-init.io/en/latest/explanation/net-device-info.html) and the folder where it keeps what
 * it was told (https://docs.cloud-init.io/en/latest/explanation/instancedata.html), clients of DHCP, sensors.
 */
export const machineNames: Machines = {
  signs: [
    {
      source: 'linux.auth',
      when: [{ of: 'process', oneOf: ['cloud-init'] }],
      uids: [{ at: 'message', matches: '/var/lib/cloud/instances/([A-Za-z0-9._-]+)' }],
      addresses: [{ at: 'message', matches: `\\| *True *\\| *${address} *\\| *[0-9.]+ *\\| *global` }],
    },
    {
      source: 'linux.auth',
      when: [{ of: 'process', oneOf: ['dhclient', 'dhcpcd', 'systemd-networkd', 'NetworkManager'] }],
      addresses: [
        {
          at: 'message',
          matches: `(?:bound to|leased|DHCPv4 address|dhcp4 [^ ]+ +address|ip_address +=>) '?${address}`,
        },
      ],
    },
    {
      source: 'falco',
      when: [{ of: 'category', oneOf: ['network_connection'] }],
      addresses: [{ at: 'output_fields', matches: '"fd[.]lip" ?: ?"([0-9A-Fa-f.:]+)"' }],
      isFrequent: true,
    },
    {
      source: 'osquery',
      when: [{ of: 'category', oneOf: ['network_connection'] }],
      addresses: ['columns.local_address'],
      isFrequent: true,
    },
    {
      source: 'osquery',
      uids: ['decorations.instance_id', 'columns.instance_id'],
      addresses: ['columns.local_ipv4'],
      isFrequent: true,
    },
    {
      source: 'crowdstrike',
      when: [{ of: 'operation', oneOf: ['NetworkConnectIP4', 'NetworkConnectIP6'] }],
      addresses: ['LocalAddressIP4', 'LocalAddressIP6'],
      isFrequent: true,
    },
    {
      source: 'crowdstrike',
      when: [{ of: 'kind', oneOf: ['DetectionSummaryEvent', 'EppDetectionSummaryEvent'] }],
      addresses: ['event.LocalIP'],
    },
  ],
};
