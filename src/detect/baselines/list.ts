import type { Baseline } from '../../model/baseline.ts';
import { baseline as failureStorm } from './failure-storm/baseline.ts';
import { baseline as gpuOrLarge } from './gpu-or-large/baseline.ts';
import { baseline as launchBurst } from './launch-burst/baseline.ts';
import { baseline as newOrigin } from './new-origin/baseline.ts';
import { baseline as newRegion } from './new-region/baseline.ts';
import { baseline as newService } from './new-service/baseline.ts';
import { baseline as reconBreadth } from './recon-breadth/baseline.ts';
import { baseline as twoNetworks } from './two-networks/baseline.ts';

/** Every detector that compares with the past. */
export const baselines: readonly Baseline[] = [
  failureStorm,
  gpuOrLarge,
  launchBurst,
  newOrigin,
  newRegion,
  newService,
  reconBreadth,
  twoNetworks,
];
