import type { Baseline } from '../../model/baseline.ts';
import { baseline as cpuPlateau } from './cpu-plateau/baseline.ts';
import { baseline as egressJump } from './egress-jump/baseline.ts';
import { baseline as failureStorm } from './failure-storm/baseline.ts';
import { baseline as gpuOrLarge } from './gpu-or-large/baseline.ts';
import { baseline as launchBurst } from './launch-burst/baseline.ts';
import { baseline as listedDestination } from './listed-destination/baseline.ts';
import { baseline as newLoginNetwork } from './new-login-network/baseline.ts';
import { baseline as newOrigin } from './new-origin/baseline.ts';
import { baseline as newOutboundPort } from './new-outbound-port/baseline.ts';
import { baseline as newRegion } from './new-region/baseline.ts';
import { baseline as newService } from './new-service/baseline.ts';
import { baseline as poolConnection } from './pool-connection/baseline.ts';
import { baseline as poolLikeConnection } from './pool-like-connection/baseline.ts';
import { baseline as reconBreadth } from './recon-breadth/baseline.ts';
import { baseline as twoNetworks } from './two-networks/baseline.ts';

/** Every detector that compares with the past, or weighs what a machine's connections say together. */
export const baselines: readonly Baseline[] = [
  cpuPlateau,
  egressJump,
  failureStorm,
  gpuOrLarge,
  launchBurst,
  listedDestination,
  newLoginNetwork,
  newOrigin,
  newOutboundPort,
  newRegion,
  newService,
  poolConnection,
  poolLikeConnection,
  reconBreadth,
  twoNetworks,
];
