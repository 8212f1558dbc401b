/** Mutants are tried so many at a time: a run of its own for each would cost ten times as much. */
const roundSize = 20;
/** Of so many rounds one of logs, one of rules and one of machines also goes through the real command line. */
const roundsACommand = 24;

const roundOf = (number: number): number => Math.floor(number / roundSize);

/** Every other round is one of rules, which cost far less than logs. */
export const isRuleRound = (number: number): boolean => roundOf(number) % 2 === 1;

/** Of the rounds of logs every other one is of machines. */
export const isMachineRound = (number: number): boolean => roundOf(number) % 4 === 2;

export interface Round {
  readonly numbers: readonly number[];
  readonly isByCommand: boolean;
}

/** Numbers in rounds: those that belong to one round together, whichever are asked for. */
export function roundsOf(numbers: readonly number[]): readonly Round[] {
  const rounds = Map.groupBy(numbers, roundOf);
  return [...rounds].map(([round, members]) => ({
    numbers: members,
    isByCommand: round % roundsACommand < 3,
  }));
}
