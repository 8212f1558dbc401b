import { capture, constant, digest, join, type Source } from '../../../model/source.ts';

type Value = NonNullable<Source['columns']['actor_uid']>;

/**
 * Things that sign with a certificate of their own. What runs on them is one session of the thing:
 * https://docs.oracle.com/en-us/iaas/Content/Identity/Tasks/callingservicesfrominstances.htm
 */
export const machineOf = (principal: Value): Value =>
  capture(
    principal,
    '^(ocid1\\.(?:instance|containerinstance|computecontainerinstance|fnfunc|fnapp|datasciencejobrun|datasciencenotebooksession|datasciencemodeldeployment|cluster|clusternode|devopsdeploypipeline|devopsbuildpipeline|apigateway|resourceschedule|ormjob|ormstack)\\..+)$',
  );

/**
 * A session token is no public id: it is told from others by a digest. Those of things that sign for
 * themselves change by the hour, and say no more than the thing's own id.
 */
export const tokenOf = (principal: Value, credentials: Value): Value =>
  join(
    constant('token:'),
    digest(capture(join(principal, constant('/'), credentials), '^(ocid1\\.(?:user|saml2idp)\\..*/ST\\$.*)$')),
  );
