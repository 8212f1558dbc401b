import { defineBlocklist, type BlockedAddress } from '../../model/blocklist.ts';
import { hclText } from '../../model/hcl-text.ts';

/**
 * Addresses cut off by a network ACL: stateless, so that open connections end too. Rules are taken in order of their
 * numbers, the lowest first; 20 in each direction are the quota, 40 the most. Sources:
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html and
 * https://github.com/hashicorp/terraform-provider-aws/blob/main/website/docs/r/network_acl_rule.html.markdown
 */
export const blocklist = defineBlocklist({
  cloud: 'aws',
  sharedNames: ['amazonaws.com', 'amazonaws.com.cn', 'aws.amazon.com', 'cloudfront.net', 'awsapps.com', 'on.aws'],
  sharedNetworks: [],
  rules: { file: 'aws-network-acl.tf', render },
});

function render(incidentUid: string, addresses: readonly BlockedAddress[]): string {
  const entries = addresses.map(
    ({ address, version }, index) =>
      `    ${hclText(`${address}/${version === 4 ? 32 : 128}`)} = { offset = ${index}, is_ipv6 = ${version === 6} }`,
  );
  return `# Incident ${incidentUid}: what an intruder called from and spoke to, denied both ways. Addresses: ${addresses.length}.
# A network ACL holds 20 rules in each direction unless its quota is raised, and 40 at most.
# Rules with lower numbers come first: var.first_rule_number has to lie below those that allow.

variable "network_acl_ids" {
  description = "Network ACLs of the subnets to protect"
  type        = set(string)
}

variable "first_rule_number" {
  type    = number
  default = 1
}

locals {
  blocked = {
${entries.join('\n')}
  }
  blocked_in_acls = {
    for pair in setproduct(var.network_acl_ids, keys(local.blocked)) :
    "\${pair[0]} \${pair[1]}" => merge(local.blocked[pair[1]], { acl = pair[0], network = pair[1] })
  }
}
${[rule('in', false), rule('out', true)].join('')}`;
}

const rule = (label: string, isEgress: boolean): string => `
resource "aws_network_acl_rule" "beewolf_${label}" {
  for_each        = local.blocked_in_acls
  network_acl_id  = each.value.acl
  rule_number     = var.first_rule_number + each.value.offset
  egress          = ${isEgress}
  protocol        = "-1"
  rule_action     = "deny"
  cidr_block      = each.value.is_ipv6 ? null : each.value.network
  ipv6_cidr_block = each.value.is_ipv6 ? each.value.network : null
}
`;
