package main

import (
	"fmt"
	"strings"

	"einmal/internal/cli"
)

// bashCompletion is for /usr/share/bash-completion/completions; it needs nothing of that package.
func bashCompletion(program cli.Description) string {
	var b strings.Builder
	fmt.Fprintf(&b, `# bash completion for %[1]s; written by scripts/manpages from "%[1]s help -json"
_%[1]s() {
	local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
	local command=${COMP_WORDS[1]} flags= files= directories= others=
	COMPREPLY=()
	if [ "$COMP_CWORD" -eq 1 ]; then
		mapfile -t COMPREPLY < <(compgen -W %[2]s -- "$word")
		return
	fi
	case $command in
`, program.Name, single(joined(firstWords(program))))
	for _, group := range groups(program) {
		fmt.Fprintf(&b, `	%s)
		if [ "$COMP_CWORD" -eq 2 ]; then
			mapfile -t COMPREPLY < <(compgen -W %s -- "$word")
			return
		fi
		command+=" ${COMP_WORDS[2]}"
		;;
`, group, single(joined(secondWords(program, group))))
	}
	fmt.Fprintf(&b, `	help)
		mapfile -t COMPREPLY < <(compgen -W %s -- "$word")
		return
		;;
	esac
	case $command in
`, single(joined(firstWords(program))))
	for _, c := range program.Commands {
		fmt.Fprintf(&b, "\t%s)\n", single(c.Name))
		for _, line := range [][2]string{
			{"flags", flagsOf(c, takesNothing, takesFile, takesDirectory, takesOther)},
			{"files", flagsOf(c, takesFile)},
			{"directories", flagsOf(c, takesDirectory)},
			{"others", flagsOf(c, takesOther)},
		} {
			if line[1] != "" {
				fmt.Fprintf(&b, "\t\t%s=%s\n", line[0], single(line[1]))
			}
		}
		b.WriteString("\t\t;;\n")
	}
	fmt.Fprintf(&b, `	esac
	case " $directories " in *" $before "*)
		compopt -o filenames 2>/dev/null
		mapfile -t COMPREPLY < <(compgen -d -- "$word")
		return
		;;
	esac
	case " $files " in *" $before "*)
		compopt -o filenames 2>/dev/null
		mapfile -t COMPREPLY < <(compgen -f -- "$word")
		return
		;;
	esac
	case " $others " in *" $before "*) return ;; esac
	mapfile -t COMPREPLY < <(compgen -W "$flags" -- "$word")
}
complete -F _%[1]s %[1]s
`, program.Name)
	return b.String()
}
