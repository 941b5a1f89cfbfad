# Completion of prcl and prcl-silo in bash: source this file. The programs themselves say what may come next.
_prcl() {
  local IFS=$'\n'
  mapfile -t COMPREPLY < <(compgen -W "$("${COMP_WORDS[0]}" "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}")
}
complete -o default -F _prcl prcl prcl-silo
