import { z } from 'zod';
import { levels } from './rule.ts';
import type { Level } from './rule.ts';

/** The level that a score of 0 to 100 stands for. */
export function levelOf(score: number): Level {
  if (score >= 90) return 'critical';
  if (score >= 70) return 'high';
  if (score >= 40) return 'medium';
  if (score >= 20) return 'low';
  return 'informational';
}

export const levelSchema = z.enum(levels).meta({ id: 'Level' });

/** How grave an incident is; its level follows from its score alone. */
export const severitySchema = z
  .strictObject({
    level: levelSchema,
    score: z.int().min(0).max(100),
    why: z.string().min(1),
  })
  .refine(({ level, score }) => level === levelOf(score), 'the level is not the one of the score');
