import { simulation as aws } from '../clouds/aws/simulation.ts';
import { simulation as oci } from '../clouds/oci/simulation.ts';
import type { CloudSimulation } from '../model/simulation.ts';

/** The clouds in which ordinary life and attacks can be played. */
export const simulations: readonly CloudSimulation[] = [aws, oci];
