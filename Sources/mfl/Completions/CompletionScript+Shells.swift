extension CompletionScript {
  private static let toolNames = commands.dropFirst().map(\.name)

  // MARK: - bash

  static var bash: String {
    var lines = [
      "# bash completion for mfl; put it into ~/.local/share/bash-completion/completions/mfl.",
      "_mfl() {",
      "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} tool= i",
      "  [[ $cur == = ]] && cur= && prev=",
      "  for (( i = 1; i < COMP_CWORD; i++ )); do",
      "    case ${COMP_WORDS[i]} in",
      "      \(valueOptions.joined(separator: "|"))) (( i++ )) ;;",
      "      -?*) ;;",
      "      \(toolNames.joined(separator: "|"))) tool=${COMP_WORDS[i]}; break ;;",
      "      *) tool=program; break ;;",
      "    esac",
      "  done",
      "  COMPREPLY=()",
      "  if [[ $tool != program ]]; then",
      "    case $prev in",
    ]
    for (option, words) in values {
      let nospace = option == "--limit" ? " compopt -o nospace;" : ""
      lines.append(
        "      \(option))\(nospace) COMPREPLY=($(compgen -W \(list(words)) -- \"$cur\")); return ;;"
      )
    }
    lines += [
      "      \(valueOptions.joined(separator: "|"))) return ;;", "    esac", "  fi",
      "  case $tool in",
    ]
    for command in commands {
      let options = list(command.options.flatMap(\.names))
      lines += [
        "    \(command.name.isEmpty ? "''" : command.name))", "      if [[ $cur == -* ]]; then",
        "        COMPREPLY=($(compgen -W \(options) -- \"$cur\")); return", "      fi",
      ]
      if command.name.isEmpty {
        lines.append("      COMPREPLY=($(compgen -W \(list(toolNames)) -- \"$cur\"))")
      }
      switch command.arguments {
      case .programs:
        lines += [
          "      compopt -o filenames", "      local IFS=$'\\n'",
          "      COMPREPLY+=($(compgen -f -X '!*.mfl' -- \"$cur\") $(compgen -d -- \"$cur\"))",
        ]
      case .words(let words):
        lines.append("      COMPREPLY=($(compgen -W \(list(words)) -- \"$cur\"))")
      }
      lines.append("      ;;")
    }
    lines += [
      "    program) compopt -o default ;;", "  esac", "}", "complete -F _mfl mfl",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  private static func list(_ words: [String]) -> String { quoted(words.joined(separator: " ")) }

  // MARK: - zsh

  static var zsh: String {
    var lines = [
      "#compdef mfl",
      "# zsh completion for mfl; put it as _mfl into a folder of $fpath.",
      "_mfl() {",
      "  local tool= i",
      "  local -a tools options",
      "  for (( i = 2; i < CURRENT; i++ )); do",
      "    case $words[i] in",
      "      (\(valueOptions.joined(separator: "|"))) (( i++ )) ;;",
      "      (-?*) ;;",
      "      (\(toolNames.joined(separator: "|"))) tool=$words[i]; break ;;",
      "      (*) tool=program; break ;;",
      "    esac",
      "  done",
      "  if [[ $tool != program ]]; then",
      "    case $words[CURRENT-1] in",
    ]
    for (option, words) in values {
      let nospace = option == "--limit" ? "-S '' " : ""
      lines.append(
        "      (\(option)) compadd \(nospace)-- \(words.joined(separator: " ")); return ;;")
    }
    lines += [
      "      (\(valueOptions.joined(separator: "|"))) return 1 ;;", "    esac", "  fi",
      "  case $tool in",
    ]
    for command in commands {
      lines.append("    (\(command.name.isEmpty ? "''" : command.name))")
      lines.append("      if [[ $words[CURRENT] == -* ]]; then")
      lines.append("        options=(")
      for option in command.options {
        for name in option.names { lines.append("          \(described(name, option.summary))") }
      }
      lines += ["        )", "        _describe -o option options; return", "      fi"]
      if command.name.isEmpty {
        lines.append("      tools=(")
        for tool in commands.dropFirst() {
          lines.append("        \(described(tool.name, tool.summary))")
        }
        lines += ["      )", "      _describe tool tools"]
      }
      switch command.arguments {
      case .programs: lines.append("      _files -g '*.mfl(-.)'")
      case .words(let words): lines.append("      compadd -- \(words.joined(separator: " "))")
      }
      lines.append("      ;;")
    }
    lines += [
      "    (program) _files ;;", "  esac", "}",
      "if [[ $funcstack[1] == _mfl ]]; then _mfl \"$@\"; else compdef _mfl mfl; fi",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  private static func described(_ name: String, _ summary: String) -> String {
    quoted("\(name):\(summary)")
  }

  // MARK: - fish

  static var fish: String {
    var lines = [
      "# fish completion for mfl; put it into ~/.config/fish/completions/mfl.fish.",
      "function __mfl_tool",
      "  set -l skips 0",
      "  set -l given (commandline -opc)",
      "  for word in $given[2..-1]",
      "    if test $skips = 1",
      "      set skips 0",
      "      continue",
      "    end",
      "    switch $word",
      "      case \(valueOptions.joined(separator: " "))",
      "        set skips 1",
      "      case '-?*'",
      "      case \(toolNames.joined(separator: " "))",
      "        echo $word",
      "        return",
      "      case '*'",
      "        echo program",
      "        return",
      "    end",
      "  end",
      "  echo none",
      "end",
      "complete -c mfl -f",
      "complete -c mfl -n 'test (__mfl_tool) = program' -F",
    ]
    for tool in commands.dropFirst() {
      lines.append(
        "complete -c mfl -n 'test (__mfl_tool) = none' -a \(tool.name) -d \(quoted(tool.summary))")
    }
    for command in commands {
      let condition = "-n 'test (__mfl_tool) = \(command.name.isEmpty ? "none" : command.name)'"
      switch command.arguments {
      case .programs:
        lines.append("complete -c mfl \(condition) -k -a '(__fish_complete_suffix .mfl)'")
      case .words(let words): lines.append("complete -c mfl \(condition) -a \(list(words))")
      }
      for option in command.options {
        let names = option.names.map {
          $0.hasPrefix("--") ? "-l \($0.dropFirst(2))" : "-s \($0.dropFirst())"
        }
        let known = values.first { option.names.contains($0.option) }?.words
        let value = option.takesValue ? " -x" + (known.map { " -a \(list($0))" } ?? "") : ""
        lines.append(
          "complete -c mfl \(condition) \(names.joined(separator: " "))\(value) -d \(quoted(option.summary))"
        )
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
