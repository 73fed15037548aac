import type { Shell } from './shells.ts'

// bash cuts words at : and =, which URLs and filters have; so the line is cut here, at blanks, and what
// bash took for earlier words is taken off the answers again. bash 3.2 (macOS) has no compopt.
const bash = String.raw`# wellkey completion for bash; put into ~/.bashrc: eval "$(wellkey completion bash)"
_wellkey() {
  local line=${'$'}{COMP_LINE:0:COMP_POINT} cur=${'$'}{COMP_WORDS[COMP_CWORD]} word= quote= c i
  local -a words=() found=()
  for ((i = 0; i < ${'$'}{#line}; i++)); do
    c=${'$'}{line:i:1}
    if [[ $quote == "'" ]]; then
      if [[ $c == "'" ]]; then quote=; else word+=$c; fi
    elif [[ $c == \\ ]]; then
      ((i++)); word+=${'$'}{line:i:1}
    elif [[ $quote == '"' ]]; then
      if [[ $c == '"' ]]; then quote=; else word+=$c; fi
    elif [[ $c == "'" || $c == '"' ]]; then
      quote=$c
    elif [[ $c == [[:blank:]] ]]; then
      [[ -n $word ]] && words+=("$word"); word=
    else
      word+=$c
    fi
  done
  COMPREPLY=()
  IFS=$'\n' read -r -d '' -a found < <("${'$'}{words[0]}" complete -- "${'$'}{words[@]:1}" ".$word" 2>/dev/null)
  if [[ ${'$'}{found[0]-} == :files ]]; then
    compopt -o default 2>/dev/null
    return
  fi
  local cut=
  if [[ -z $quote && $word == *[:=]* && $COMP_WORDBREAKS == *:* ]]; then
    cut=${'$'}{word%"${'$'}{word##*[:=]}"}
  fi
  for c in "${'$'}{found[@]}"; do
    c=${'$'}{c%%$'\t'*}
    c=${'$'}{c#"$cut"}
    if [[ -z $quote ]]; then printf -v c %q "$c"; fi
    COMPREPLY+=("$c")
  done
}
complete -F _wellkey wellkey
`

const zsh = String.raw`#compdef wellkey
# wellkey completion for zsh; put into ~/.zshrc, behind compinit: eval "$(wellkey completion zsh)"
_wellkey() {
  local -a found values displays
  local item
  found=("${'$'}{(@f)$(${'$'}{(Q)words[1]} complete -- "${'$'}{(@Q)words[2,CURRENT-1]}" ".${'$'}{(Q)PREFIX}" 2>/dev/null)}")
  if [[ ${'$'}{found[1]} == :files ]]; then
    _files
    return
  fi
  for item in $found; do
    values+=("${'$'}{item%%$'\t'*}")
    displays+=("${'$'}{item/$'\t'/  }")
  done
  (( ${'$'}{#values} )) && compadd -l -d displays -a values
}
compdef _wellkey wellkey
`

const fish = String.raw`# wellkey completion for fish; put into ~/.config/fish/config.fish: wellkey completion fish | source
function __wellkey_complete
  set -l words (commandline -opc)
  set -l found ($words[1] complete -- $words[2..-1] .(commandline -ct | string unescape) 2>/dev/null)
  if test "$found[1]" = :files
    __fish_complete_path (commandline -ct)
  else
    printf '%s\n' $found
  end
end
complete -c wellkey -f -a '(__wellkey_complete)'
`

const powershell = String.raw`# wellkey completion for PowerShell; put into $PROFILE: wellkey completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName wellkey -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements |
    Where-Object { $_.Extent.EndOffset -lt $cursorPosition -or ($_.Extent.EndOffset -eq $cursorPosition -and -not $wordToComplete) } |
    Select-Object -Skip 1 |
    ForEach-Object { if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text } })
  $typed = $wordToComplete.Trim('"', "'")
  & wellkey complete -- @words ".$typed" 2>$null | ForEach-Object {
    if ($_ -eq ':files') { return }
    $value, $description = $_ -split [char]9, 2
    $text = if ($value -match '[\s''"]') { "'" + $value.Replace("'", "''") + "'" } else { $value }
    $tip = if ($description) { $description } else { $value }
    [System.Management.Automation.CompletionResult]::new($text, $value, 'ParameterValue', $tip)
  }
}
`

/** The script that makes a shell ask `wellkey complete`. */
export const scripts: Readonly<Record<Shell, string>> = { bash, zsh, fish, powershell }
