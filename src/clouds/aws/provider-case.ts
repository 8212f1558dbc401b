import { defineProviderCase } from '../../model/provider-case.ts';

/**
 * What AWS asks of an account that was misused, and in which words. Sources:
 * https://repost.aws/knowledge-center/potential-account-compromise and
 * https://docs.aws.amazon.com/awssupport/latest/user/case-management.html
 */
export const providerCase = defineProviderCase({
  cloud: 'aws',
  provider: 'AWS Support',
  subject: 'Request for a billing adjustment: charges of unauthorized activity',
  account: 'Account',
  compartment: null,
  openedAt: [
    'AWS Support Center, Create case, Account and billing; where AWS has opened a case about this activity, as an answer to it.',
    'From the management account where it pays for the others by consolidated billing, else from each account named here: Support speaks of an account only with somebody signed in to it.',
  ],
  asks: [
    'A billing adjustment for the usage of the resources listed here, in each account named here, on the bill of this month and of the next where the usage reaches into it.',
    'That the case stays open until the usage of the window is final on the bill, so that the amount can be put right.',
    'Whether AWS sees usage by the same activity in an account or Region that is not named here.',
    'That service quotas which were raised in the window are set back.',
  ],
  conditions: [
    {
      text: 'Access keys that were exposed or made by the unauthorized party are deactivated or deleted, and its sessions are cut.',
      shownBy: 'credentials',
    },
    {
      text: 'IAM users, roles, passwords and policies that the unauthorized party made or widened are removed.',
      shownBy: 'ways-back',
    },
    { text: 'Resources that nobody authorized are ended, in all Regions.', shownBy: 'resources' },
    {
      text: 'The root user of each account has a new password and multi-factor authentication, and the contacts of the account are right.',
      shownBy: 'hand',
    },
  ],
  toFillIn: [
    'Number of the case that AWS opened, if any',
    'Name, role and telephone number of who answers for this account',
    'Amount on the bill for these resources, from Cost Explorer or the Bills page, with the day it was read',
  ],
});
