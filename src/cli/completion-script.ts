import type { Command } from './command.ts';
import type { Option } from './options.ts';

/** A place on the command line where something can follow: after `beewolf`, after `rules`, after `rules list`. */
interface Place {
  /** The words typed so far, `beewolf` left out. */
  readonly words: string;
  readonly next: readonly Word[];
  readonly options: readonly Option<unknown>[];
}

interface Word {
  readonly word: string;
  readonly about: string;
}

type Options = Readonly<Record<string, Option<unknown>>>;

/** The text of a script that the shell reads once; what is not known is completed as a file name. */
export function completionScript(
  shell: 'bash' | 'zsh' | 'fish',
  commands: readonly Command[],
  globals: Options,
): string {
  const places = placesOf(commands, globals);
  if (shell === 'bash') return bashScript(places);
  return shell === 'zsh' ? zshScript(places) : fishScript(places);
}

function placesOf(commands: readonly Command[], globals: Options): readonly Place[] {
  const shared = Object.values(globals);
  const groups = new Map<string, Word[]>();
  const top: Word[] = [];
  const leaves: Place[] = [];
  for (const { name, summary, options, arguments: positional } of commands) {
    const [first = '', second] = name.split(' ');
    if (second === undefined) top.push({ word: first, about: summary });
    else if (groups.has(first)) groups.get(first)?.push({ word: second, about: summary });
    else groups.set(first, [{ word: second, about: summary }]);
    const choices = Object.values(positional).flatMap((argument) => argument.choices);
    const next = choices.map((word) => ({ word, about: '' }));
    leaves.push({ words: name, next, options: [...Object.values(options), ...shared] });
  }
  const heads = [...groups].map(([word, members]) => ({
    word,
    about: members.map((member) => member.word).join(', '),
  }));
  return [
    { words: '', next: [...top, ...heads], options: shared },
    ...[...groups].map(([words, next]) => ({ words, next, options: shared })),
    ...leaves,
  ];
}

/** `-o, --output <format>` gives `-o` and `--output`. */
const spellings = (option: Option<unknown>): readonly string[] => option.flags.match(/--?[a-zA-Z-]+/g) ?? [];

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

const lines = (texts: readonly string[]): string => texts.join('\n');

/** Shell cases that follow the words typed so far to their place; the same in bash and zsh. */
function placeCase(places: readonly Place[]): string {
  const known = places.filter(({ words }) => words !== '').map(({ words }) => quoted(words));
  return `${known.join('|')}) place="\${place:+$place }$word" ;;`;
}

/** What follows `--output` where only some words are allowed, by place and option. */
function choiceCases(places: readonly Place[], then: (choices: string) => string): string {
  const cases = places.flatMap(({ words, options }) =>
    options
      .filter(({ choices }) => choices.length > 0)
      .map((option) => {
        const patterns = spellings(option).map((spelling) => quoted(`${words} ${spelling}`));
        return `    ${patterns.join('|')}) ${then(option.choices.join(' '))} ;;`;
      }),
  );
  return lines(cases);
}

function bashScript(places: readonly Place[]): string {
  const cases = places.map(({ words, next, options }) => {
    const all = [...next.map(({ word }) => word), ...options.flatMap(spellings), '--help'];
    return `    ${quoted(words)}) offered=${quoted(all.join(' '))} ;;`;
  });
  return `# bash completion for beewolf
_beewolf() {
  local place='' offered='' word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "\${place:+$place }$word" in
      ${placeCase(places)}
    esac
  done
  case "$place" in
${lines(cases)}
  esac
  case "$place \${COMP_WORDS[COMP_CWORD-1]}" in
${choiceCases(places, (choices) => `offered=${quoted(choices)}`)}
  esac
  COMPREPLY=($(compgen -W "$offered" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _beewolf beewolf
`;
}

function zshScript(places: readonly Place[]): string {
  const described = ({ word, about }: Word): string => quoted(`${word.replaceAll(':', '\\:')}:${about}`);
  const cases = places.map(({ words, next, options }) => {
    const flags = options.flatMap((option) => spellings(option).map((word) => ({ word, about: option.about })));
    return `    (${quoted(words)}) next=(${next.map(described).join(' ')}); options=(${flags.map(described).join(' ')}) ;;`;
  });
  return `#compdef beewolf
_beewolf() {
  local place='' word
  local -a next options
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "\${place:+$place }$word" in
      ${placeCase(places)}
    esac
  done
  case "$place $words[CURRENT-1]" in
${choiceCases(places, (choices) => `compadd ${choices}; return`)}
  esac
  case "$place" in
${lines(cases)}
  esac
  if [[ $words[CURRENT] == -* ]]; then
    _describe option options
  elif (( $#next )); then
    _describe command next
  else
    _files
  fi
}
if [ "$funcstack[1]" = _beewolf ]; then
  _beewolf "$@"
else
  compdef _beewolf beewolf
fi
`;
}

function fishScript(places: readonly Place[]): string {
  const entries = places.flatMap(({ words, next, options }) => {
    const condition =
      words === '' ? '__fish_use_subcommand' : `__fish_seen_subcommand_from ${words.split(' ').at(-1) ?? ''}`;
    const head = `complete -c beewolf -n ${quoted(condition)}`;
    const nextLines = next.map(({ word, about }) => `${head} -a ${quoted(word)} -d ${quoted(about)}`);
    const optionLines = options.map((option) => `${head} ${fishOption(option)} -d ${quoted(option.about)}`);
    return [...nextLines, ...optionLines];
  });
  return `# fish completion for beewolf\n${lines(entries)}\n`;
}

function fishOption(option: Option<unknown>): string {
  const names = spellings(option).map((name) =>
    name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`,
  );
  const value = option.flags.includes('<') ? ' -r' : '';
  const choices = option.choices.length > 0 ? ` -f -a ${quoted(option.choices.join(' '))}` : '';
  return names.join(' ') + value + choices;
}
