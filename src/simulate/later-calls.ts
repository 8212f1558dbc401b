import type { Call, Random } from '../model/simulation.ts';

/** What the log says of a call after its first record, each as a record with an id of its own. */
export function laterCalls({ later = [], made: _, ...call }: Call, random: Random): readonly Call[] {
  return later.map(({ afterMs, deed: { agent = call.agent, requestUid = call.requestUid, ...deed } }) => ({
    ...call,
    ...deed,
    agent,
    requestUid,
    region: deed.region ?? call.region,
    time: call.time + afterMs,
    uid: random.uuid(),
  }));
}
