import { at, by, capture, constant, filled, first, instant, join, part, type Source } from '../../../../model/source.ts';

const arn = filled(at('userIdentity.arn'));
const principal = filled(at('userIdentity.principalId'));
const accountId = at('userIdentity.accountId');
const userName = filled(at('userIdentity.userName'));
const invoker = at('userIdentity.invokedBy');
const person = at('userIdentity.onBehalfOf.userId');
const issuer = 'userIdentity.sessionContext.sessionIssuer';
const created = at('userIdentity.sessionContext.attributes.creationDate');

/** Of arn:aws:sts::<account>:assumed-role/<role>/<session>; session names hold neither colon nor slash. */
const roleOfSession = part(arn, '/', 2);
const arnOfRole = join(constant('arn:'), part(arn, ':', 2), constant(':iam::'), accountId, constant(':role/'), roleOfSession);
const sessionUid = first(join(principal, constant('@'), created), join(arn, constant('@'), created), principal);

/** A sign-in that failed names no ARN: it is the one that the user's other records carry. */
const partition = first(join(constant('arn:aws-'), capture(at('awsRegion'), '^(cn|us-gov)-')), constant('arn:aws'));
const unnamed = 'HIDDEN_DUE_TO_SECURITY_REASONS';
const arnOfUser = by('userIdentity.userName', { [unnamed]: constant(unnamed) }, join(partition, constant(':iam::'), accountId, constant(':user/'), userName));

/** A principal id that is no more than the account's number says nothing of who it was. */
const ownPrincipal = capture(principal, '([^0-9].*)$');
const somebody = first(arn, join(part(principal, '\0', 1), capture(ownPrincipal, '^()x?')), userName);

/**
 * Who acted, from `userIdentity` in all its shapes.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export const identityColumns = {
