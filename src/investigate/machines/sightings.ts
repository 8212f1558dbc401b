import type { Summary } from '../../lake/summaries.ts';

/** In which records which machine stands, by the names and ids that they give: few, however many events there are. */
export const sightings = {
  name: 'sightings',
  version: '1',
  query: (
    events,
  ) => `SELECT source, cloud, account, region, nullif(lower(host), '') AS host, nullif(host_uid, '') AS host_uid,
      min("time") AS first, min_by(event_uid, ("time", event_uid)) AS first_uid,
      max("time") AS last, max_by(event_uid, ("time", event_uid)) AS last_uid
    FROM ${events} WHERE coalesce(nullif(host, ''), nullif(host_uid, '')) IS NOT NULL GROUP BY ALL ORDER BY ALL`,
} as const satisfies Summary;
