using System.CommandLine;
using System.CommandLine.Help;
using System.Text;

namespace Prcl.Client.Shell;

/// <summary>The manual page of a command line, made of its commands, in the macros of man(7).</summary>
/// <param name="release">The program's version.</param>
/// <param name="examples">Whole command lines that show a command.</param>
internal sealed class ManPage(string release, Func<Command, IReadOnlyList<string>> examples)
{
    private readonly StringBuilder _page = new();

    /// <summary>The page.</summary>
    /// <param name="root">The command line.</param>
    /// <param name="name">What the program is called.</param>
    /// <param name="sections">What comes after the commands: title, and what each word there means.</param>
    public string Write(RootCommand root, string name, IReadOnlyList<(string Title, IReadOnlyList<(string Word, string Meaning)> Lines)> sections)
    {
        _page.Clear();
        Line($".TH {name.ToUpperInvariant()} 1 \"\" \"{name} {release}\"");
        Section("NAME");
        Line($"{name} \\- {Text(NameLine(root.Description))}");
        Section("SYNOPSIS");
        Line($".B {name}");
        Line("\\fICOMMAND\\fR [\\fIOPTION\\fR]...");
        Section("OPTIONS OF EVERY COMMAND");
        Options(root);
        Section("COMMANDS");
        foreach (var command in root.Subcommands)
        {
            Describe(command, name);
        }

        foreach (var (title, lines) in sections)
        {
            Section(title);
            foreach (var (word, meaning) in lines)
            {
                Item($"\\fB{Text(word)}\\fR", meaning);
            }
        }

        return _page.ToString();
    }

    // A command with subcommands is only the way to them.
    private void Describe(Command command, string path)
    {
        var full = $"{path} {command.Name}";
        foreach (var below in command.Subcommands)
        {
            Describe(below, full);
        }

        if (command.Action is null)
        {
            return;
        }

        var arguments = string.Concat(command.Arguments.Where(a => !a.Hidden).Select(a => a.Arity.MaximumNumberOfValues > 1 ? $" {Name(a)}..." : $" {Name(a)}"));
        Line($".SS \"{Text(full)}{Text(arguments)}\"");
        Line(Text(command.Description ?? ""));
        foreach (var argument in command.Arguments.Where(a => !a.Hidden))
        {
            Item($"\\fI{Text(Name(argument))}\\fR", argument.Description);
        }

        Options(command);
        if (examples(command) is { Count: > 0 } lines)
        {
            Line(".PP");
            Line("Examples:");
            Line(".PP");
            Line(".nf");
            foreach (var line in lines)
            {
                Line($"    {Text(line)}");
            }

            Line(".fi");
        }
    }

    private void Options(Command command)
    {
        foreach (var option in command.Options.Where(o => !o.Hidden && (command is RootCommand || o is not HelpOption)))
        {
            string[] names = [.. new[] { option.Name }.Concat(option.Aliases).Distinct().Where(n => n.StartsWith('-')).OrderBy(n => n.Length)];
            var value = option.HelpName is { Length: > 0 } word ? $" \\fI{Text(word)}\\fR" : "";
            Item(string.Join(", ", names.Select(n => $"\\fB{Text(n)}\\fR")) + value, option.Description);
        }
    }

    private static string Name(Argument argument) => argument.HelpName ?? argument.Name.ToUpperInvariant();

    private void Section(string title) => Line($".SH \"{title}\"");

    private void Item(string term, string? meaning)
    {
        Line(".TP");
        Line(term);
        Line(Text(meaning ?? ""));
    }

    private void Line(string line) => _page.Append(line).Append('\n');

    // The line of NAME is no sentence.
    private static string NameLine(string? text) => string.IsNullOrEmpty(text) ? "" : char.ToLowerInvariant(text[0]) + text[1..].TrimEnd('.');

    // A backslash begins an escape, a hyphen of an option is a minus, and a line that begins with a dot or an apostrophe would be a macro.
    private static string Text(string text)
    {
        var plain = text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal).Replace("\"", "\\(dq", StringComparison.Ordinal)
            .ReplaceLineEndings(" ");
        return plain.StartsWith('.') || plain.StartsWith('\'') ? "\\&" + plain : plain;
    }
}
