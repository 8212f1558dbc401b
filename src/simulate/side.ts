/** Whose act it is: what an investigator has to find out. */
export const sides = ['owner', 'intruder', 'machine', 'provider', 'responder'] as const;

export type Side = (typeof sides)[number];
