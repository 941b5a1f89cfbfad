using System.CommandLine;
using Prcl.Client.Shell;
using Prcl.Contracts.Versions;

namespace Prcl.Client.Commands;

/// <summary><c>prcl man</c>: prints the manual page.</summary>
internal static class ManCommand
{
    private static readonly (string Title, IReadOnlyList<(string Word, string Meaning)> Lines)[] Sections =
    [
        ("ENVIRONMENT",
        [
            ("PRCL_SILO", "A silo's gateway, HOST:PORT, where --silo isn't given."),
            ("PRCL_CERTIFICATES", "The folder of certificates, where --certificates isn't given."),
            ("PRCL_CLUSTER_SECRET", "The cluster's secret, for silos that have one."),
            ("PRCL_RUN", "The run, where --run isn't given."),
            ("NO_COLOR", "When it is set, nothing is coloured."),
        ]),
        ("EXIT STATUS",
        [
            ("0", "All that was asked for is done."),
            ("1", "Something failed, or a file was refused; a line says what."),
            ("2", "The command can't be read or names a value that breaks a rule; nothing has been changed."),
            ("130", "Ended by Ctrl-C."),
        ]),
    ];

    public static Command Create(CommandFrame frame, RootCommand root) => frame.Define(
        "man",
        "Print the manual page of prcl",
        ["prcl man | man -l -", "prcl man > ~/.local/share/man/man1/prcl.1"],
        call =>
        {
            call.Terminal.Out.Write(new ManPage(ProgramVersion.Release, frame.ExamplesOf).Write(root, "prcl", Sections));
            return Task.FromResult(ExitCode.Done);
        });
}
