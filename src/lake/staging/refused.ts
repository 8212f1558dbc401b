/** Thrown inside staging when an object must not be read at all. */
export class Refused extends Error {}
