import { defineProviderCase } from '../../model/provider-case.ts';

/**
 * What Oracle is asked for by a tenancy that was misused, and in which words. Sources:
 * https://docs.oracle.com/en-us/iaas/Content/GSG/support/create-incident.htm and
 * https://www.oracle.com/corporate/security-practices/corporate/security-incident-response.html. Oracle publishes no
 * conditions for waiving charges: those here are what it asks of a tenancy that was broken into, to secure it.
 */
export const providerCase = defineProviderCase({
  cloud: 'oci',
  provider: 'Oracle Support',
  subject: 'Request for a billing adjustment: charges of unauthorized activity in the tenancy',
  account: 'Tenancy',
  compartment: 'Compartment',
  openedAt: [
    'Oracle Cloud Console, Help, Visit the Support Center or Create support request, as a billing request; beside it a technical one of severity 1 while resources of the unauthorized party still run.',
    'By an administrator whose Support account is linked to the tenancy by its Customer Support Identifier (CSI), from the parent tenancy where an organization pays for the others; the sales representative or partner who sold the subscription is told as well.',
  ],
  asks: [
    'A billing adjustment for the usage of the resources listed here, in each tenancy and compartment named here, on this invoice and on the next where the usage reaches into it.',
    'That universal credits which this usage consumed are given back, and that overage of the window is not invoiced, until the request is decided.',
    'That the tenancy is not suspended while it is cleaned up, or that Oracle says what it needs before it lifts a suspension.',
    'Whether Oracle sees usage by the same activity in a tenancy, compartment or region that is not named here.',
    'That service limits which were raised in the window are set back.',
  ],
  conditions: [
    {
      text: 'API keys, auth tokens and customer secret keys that were exposed or made by the unauthorized party are deleted, and its users are deactivated.',
      shownBy: 'credentials',
    },
    {
      text: 'Users, dynamic groups, policies, identity providers and pre-authenticated requests that the unauthorized party made or widened are removed.',
      shownBy: 'ways-back',
    },
    { text: 'Resources that nobody authorized are ended, in all subscribed regions.', shownBy: 'resources' },
    {
      text: 'Administrators of the tenancy have new passwords and multi-factor authentication, and its contacts are right.',
      shownBy: 'hand',
    },
  ],
  toFillIn: [
    'Number of the request or notice that Oracle opened, if any',
    'Customer Support Identifier (CSI) and subscription of each tenancy',
    'Name, role and telephone number of who answers for this tenancy',
    'Amount on the invoice for these resources, from Cost Analysis or the usage reports, with the day it was read',
  ],
});
