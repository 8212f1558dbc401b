import type { Level } from '../model/rule.ts';
import type { Cell, Colours } from './terminal.ts';

/** A severity in words, and in colour besides. */
export function severityCell(level: Level, colours: Colours): Cell {
  const paints = {
    critical: (text: string) => colours.bold(colours.red(text)),
    high: colours.red,
    medium: colours.yellow,
    low: colours.cyan,
    informational: colours.dim,
  };
  return { text: level, paint: paints[level] };
}
