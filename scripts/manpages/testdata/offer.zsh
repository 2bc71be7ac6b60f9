# Types a line and Tab into a zsh of its own, since completion runs in the line editor only, and
# prints what is offered. ZDOTDIR has zshrc as .zshrc; $1 is the line.
zmodload zsh/zpty
zpty shell zsh -i
zpty -w shell 'print RE""ADY'
zpty -r shell text '*READY*'
zpty -w -n shell "$1"$'\t'
zpty -r shell text '*LISTED*'
print -r -- "$text" | tr -d '\r' | sed 's/#.*//; /einmal/d'
