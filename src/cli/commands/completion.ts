import { defineCommand } from '../command.ts';
import { requiredChoice } from '../options.ts';

export const completion = defineCommand({
  name: 'completion',
  summary: 'a script that lets a shell complete commands and options',
  details: `
Bash:  beewolf completion bash > ~/.local/share/bash-completion/completions/beewolf
Zsh:   beewolf completion zsh > a file named _beewolf in a folder of $fpath
Fish:  beewolf completion fish > ~/.config/fish/completions/beewolf.fish`,
  arguments: { shell: requiredChoice('shell', 'the shell', ['bash', 'zsh', 'fish']) },
  options: {},
  run: async ({ arguments: { shell } }, { output }) => {
    // At run time, as the list of commands holds this one too.
    const { commands } = await import('../commands.ts');
    const { globalOptions } = await import('../program.ts');
    const { completionScript } = await import('../completion-script.ts');
    await output.write(completionScript(shell, commands, globalOptions));
    return 0;
  },
});
