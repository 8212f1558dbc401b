import { defineBlocklist, type BlockedAddress } from '../../model/blocklist.ts';
import { hclText } from '../../model/hcl-text.ts';
import { allButThese } from './all-but-these.ts';

/** Most rules of a group, and most groups of a network card, unless limits are raised. */
const mostRules = 120;
const mostGroups = 5;

/**
 * A network security group has no rule that denies: it allows, and all groups and security lists of a card add up. So
 * what may go out is written as all networks but the blocked addresses. Sources:
 * https://docs.oracle.com/en-us/iaas/Content/Network/Concepts/securityrules.htm and
 * https://docs.oracle.com/en-us/iaas/tools/terraform-provider-oci/latest/docs/r/core_network_security_group_security_rule.html
 */
export const blocklist = defineBlocklist({
  cloud: 'oci',
  sharedNames: ['oraclecloud.com', 'oracle.com', 'ocir.io', 'oraclecloudapps.com'],
  sharedNetworks: [],
  rules: { file: 'oci-network-security-group.tf', render },
});

interface Fitting {
  readonly addresses: readonly BlockedAddress[];
  readonly networks: readonly string[];
}

function render(incidentUid: string, addresses: readonly BlockedAddress[]): string {
  const { addresses: blocked, networks } = fitting(addresses.filter(({ version }) => version === 4));
  const left = addresses.filter((one) => !blocked.includes(one));
  const groups = Array.from({ length: Math.ceil(networks.length / mostRules) }, (_, index) =>
    networks.slice(index * mostRules, (index + 1) * mostRules),
  );
  return `# Incident ${incidentUid}: what an intruder called from and spoke to, left out of what may go out. Addresses: ${blocked.length}.
# A network security group only allows, and what any group or security list of a network card allows is allowed:
# this blocks nothing until the rules that let traffic out to 0.0.0.0/0 are taken away, and nothing that comes in.
# Up to ${mostRules} rules stand in a group and ${mostGroups} groups on a network card, unless their limits are raised.
${left.map(({ address, version }) => `# Not in it: ${address}, ${version === 6 ? 'since IPv6 would take too many rules' : 'since there is no room for more'}.\n`).join('')}
variable "compartment_id" {
  type = string
}

variable "vcn_id" {
  type = string
}

locals {
  blocked = [${blocked.map(({ address }) => hclText(address)).join(', ')}]
}
${groups.map((group, index) => groupText(incidentUid, { index, networks: group })).join('')}`;
}

/** As many of the addresses, from the first on, as there is room for. */
function fitting(addresses: readonly BlockedAddress[]): Fitting {
  const first = (count: number): Fitting => {
    const some = addresses.slice(0, count);
    return { addresses: some, networks: allButThese(some.map(({ address }) => address)) };
  };
  const room = mostRules * mostGroups;
  let best = first(addresses.length);
  // By the share that is too much, then one by one back up to the last that fits.
  while (best.networks.length > room)
    best = first(Math.floor((best.addresses.length * room) / (best.networks.length + 1)));
  while (best.addresses.length < addresses.length) {
    const more = first(best.addresses.length + 1);
    if (more.networks.length > room) break;
    best = more;
  }
  return best.addresses.length === 0 ? { addresses: [], networks: [] } : best;
}

interface Group {
  readonly index: number;
  readonly networks: readonly string[];
}

const groupText = (incidentUid: string, { index, networks }: Group): string => `
resource "oci_core_network_security_group" "beewolf_${index + 1}" {
  compartment_id = var.compartment_id
  vcn_id         = var.vcn_id
  display_name   = ${hclText(`beewolf-${incidentUid}-${index + 1}`)}
}

resource "oci_core_network_security_group_security_rule" "beewolf_${index + 1}" {
  for_each = toset([
${networks.map((network) => `    ${hclText(network)},`).join('\n')}
  ])
  network_security_group_id = oci_core_network_security_group.beewolf_${index + 1}.id
  direction                 = "EGRESS"
  protocol                  = "all"
  destination               = each.value
  destination_type          = "CIDR_BLOCK"
}
`;
