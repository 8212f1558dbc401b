import type { Command } from './command.ts';
import { checkReport } from './commands/check-report.ts';
import { completion } from './commands/completion.ts';
import { demo } from './commands/demo.ts';
import { doctor } from './commands/doctor.ts';
import { evidence } from './commands/evidence.ts';
import { hunt } from './commands/hunt.ts';
import { investigate } from './commands/investigate.ts';
import { rulesCheck } from './commands/rules-check.ts';
import { rulesList } from './commands/rules-list.ts';
import { rulesTest } from './commands/rules-test.ts';
import { scaffold } from './commands/scaffold.ts';
import { simulate } from './commands/simulate.ts';
import { sources } from './commands/sources.ts';

/** Everything that can be typed, in the order in which `--help` shows it. */
export const commands: readonly Command[] = [
  demo,
  hunt,
  investigate,
  evidence,
  checkReport,
  rulesList,
  rulesCheck,
  rulesTest,
  sources,
  scaffold,
  simulate,
  doctor,
  completion,
];
