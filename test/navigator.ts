import { z } from 'zod';

/**
 * What the ATT&CK Navigator demands of a layer, for the properties that we write. Written down from
 * https://github.com/mitre-attack/attack-navigator/blob/master/layers/LAYERFORMATv4_5.md
 */
const colour = z.string().regex(/^#[0-9a-f]{6}$/i);
const metadata = z.array(z.strictObject({ name: z.string().min(1), value: z.string().min(1) }));

const technique = z.strictObject({
  techniqueID: z.string().regex(/^T\d{4}(?:\.\d{3})?$/),
  score: z.number().min(0).max(100),
  comment: z.string().min(1),
  enabled: z.boolean(),
  metadata,
  showSubtechniques: z.boolean(),
});

export const navigatorLayer = z.strictObject({
  name: z.string().min(1),
  versions: z.strictObject({
    attack: z.string().regex(/^\d+$/),
    // At least 4.9.0.
    navigator: z.string().regex(/^(?:4\.(?:9|\d\d)|[5-9]|\d\d)(?:\.\d+)*$/),
    layer: z.literal('4.5'),
  }),
  domain: z.enum(['enterprise-attack', 'mobile-attack', 'ics-attack']),
  description: z.string(),
  sorting: z.int().min(0).max(3),
  layout: z.strictObject({
    layout: z.enum(['side', 'flat', 'mini']),
    showID: z.boolean(),
    showName: z.boolean(),
    expandedSubtechniques: z.enum(['none', 'all', 'annotated']),
  }),
  hideDisabled: z.boolean(),
  techniques: z
    .array(technique)
    .refine(
      (all) => new Set(all.map(({ techniqueID }) => techniqueID)).size === all.length,
      'each technique stands once: a second one would hide the first',
    ),
  gradient: z
    .strictObject({ colors: z.array(colour).min(2), minValue: z.number(), maxValue: z.number() })
    .refine(({ minValue, maxValue }) => maxValue > minValue),
  legendItems: z.array(z.strictObject({ label: z.string().min(1), color: colour })),
  selectSubtechniquesWithParent: z.boolean(),
  metadata,
});
