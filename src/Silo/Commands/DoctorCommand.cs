using System.CommandLine;
using Prcl.Contracts.Diagnoses;
using Prcl.Silo.Doctor;
using Prcl.Silo.Hosting;

namespace Prcl.Silo.Commands;

/// <summary><c>prcl-silo doctor</c>: whether this machine has what a silo needs.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var command = new Command(
            "doctor",
            "Look for what would keep a silo on this machine from working: native library, ports, data folder, disk, storage, Redis, keys, certificates, clock. "
            + "Takes the options of serve, starts nothing. Ends with 1 when something would fail.\n\n"
            + "Example: prcl-silo doctor --data-dir /var/lib/prcl\nExample: prcl-silo doctor --cluster redis --certificates /etc/prcl/tls --listen 0.0.0.0");
        foreach (var option in ServeOptions.All)
        {
            command.Add(option);
        }

        command.SetAction((result, _) => Examine(result));
        return command;
    }

    private static async Task<int> Examine(ParseResult result)
    {
        SiloSettings settings;
        try
        {
            settings = ServeOptions.Read(result).Checked();
        }
        catch (HostException fault)
        {
            Tell(Diagnosis.Failure("settings", fault.Message, "\"prcl-silo serve --help\" lists them"));
            return ExitCode.Failed;
        }

        var failed = false;
        await foreach (var diagnosis in new SiloDoctor(settings, TimeProvider.System).Look())
        {
            Tell(diagnosis);
            failed |= diagnosis.Level == DiagnosisLevel.Failure;
        }

        return failed ? ExitCode.Failed : ExitCode.Done;
    }

    private static void Tell(Diagnosis diagnosis)
    {
        foreach (var line in diagnosis.Lines)
        {
            Console.WriteLine(line);
        }
    }
}
