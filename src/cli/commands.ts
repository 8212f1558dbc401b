import type { Command } from './command.ts';
import { completion } from './commands/completion.ts';
import { doctor } from './commands/doctor.ts';
import { hunt } from './commands/hunt.ts';
import { investigate } from './commands/investigate.ts';
import { scaffold } from './commands/scaffold.ts';
import { sources } from './commands/sources.ts';

/** Everything that can be typed, in the order in which `--help` shows it. */
export const commands: readonly Command[] = [hunt, investigate, sources, scaffold, doctor, completion];
