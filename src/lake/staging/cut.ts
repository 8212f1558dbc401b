/** Thrown inside staging when an object cannot be read to its end; what came before it counts. */
export class Cut extends Error {}
