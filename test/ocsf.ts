import { z } from 'zod';

/**
 * What OCSF 1.8.0 demands of a Detection Finding, for the attributes that we write: which are required, which
 * words are allowed, and that no other attribute stands there. Written down from
 * https://schema.ocsf.io/1.8.0/classes/detection_finding and the objects that it links.
 */
const text = z.string().min(1);
const timestamp = z.int();
const account = z.strictObject({ uid: text });

/** `technique` and `sub_technique` each need a name or a uid. */
const technique = z.strictObject({ uid: z.string().regex(/^T\d{4}$/) });
const subTechnique = z.strictObject({ uid: z.string().regex(/^T\d{4}\.\d{3}$/) });
const attack = z.strictObject({ version: text.optional(), technique, sub_technique: subTechnique.optional() });

const severities = ['Unknown', 'Informational', 'Low', 'Medium', 'High', 'Critical', 'Fatal'];

/** An artifact needs at least one of what it can be about; ours are about an actor. */
const evidence = z.strictObject({
  actor: z.strictObject({ user: z.strictObject({ uid: text }), session: z.strictObject({ uid: text }).optional() }),
});

export const detectionFinding = z
  .strictObject({
    activity_id: z.literal([0, 1, 2, 3, 99]),
    activity_name: z.literal('Create'),
    category_uid: z.literal(2),
    category_name: z.literal('Findings'),
    class_uid: z.literal(2004),
    class_name: z.literal('Detection Finding'),
    type_uid: z.literal([200400, 200401, 200402, 200403, 200499]),
    type_name: z.literal('Detection Finding: Create'),
    time: timestamp,
    start_time: timestamp,
    end_time: timestamp,
    count: z.int().min(1),
    severity_id: z.literal([0, 1, 2, 3, 4, 5, 6, 99]),
    severity: z.enum(severities),
    status_id: z.literal([0, 1, 2, 3, 4, 5, 6, 99]),
    status: z.literal('New'),
    is_alert: z.boolean(),
    message: text,
    metadata: z.strictObject({
      version: z.literal('1.8.0'),
      product: z.strictObject({ name: text, vendor_name: text, version: text }),
      profiles: z.array(z.literal('cloud')),
    }),
    cloud: z.strictObject({ provider: text, account: account.optional(), region: text.optional() }).optional(),
    finding_info: z.strictObject({
      uid: text,
      title: text,
      desc: text.optional(),
      first_seen_time: timestamp,
      last_seen_time: timestamp,
      data_sources: z.array(text).min(1),
      analytic: z.strictObject({ type_id: z.literal(1), type: z.literal('Rule'), uid: text, name: text }),
      attacks: z.array(attack).min(1).optional(),
      related_events: z.array(z.strictObject({ uid: text })).min(1),
      related_events_count: z.int().min(1),
      tags: z.array(z.strictObject({ name: text, value: text })).optional(),
    }),
    evidences: z.array(evidence).min(1).optional(),
    resources: z
      .array(z.strictObject({ uid: text, region: text.optional(), owner: z.strictObject({ account }).optional() }))
      .min(1)
      .optional(),
    observables: z
      .array(z.strictObject({ name: text, type_id: z.literal([10, 31, 35]), value: text }))
      .min(1)
      .optional(),
    unmapped: z.looseObject({}),
  })
  .refine(({ class_uid: kind, activity_id: activity, type_uid: type }) => type === kind * 100 + activity, 'type_uid')
  .refine(({ severity_id: id, severity }) => severities[id] === severity, 'severity')
  .refine(({ metadata, cloud }) => metadata.profiles.includes('cloud') === (cloud !== undefined), 'profile cloud');
