using System.CommandLine;
using Prcl.Client.Connection;
using Prcl.Client.Doctor;
using Prcl.Contracts;
using Prcl.Contracts.Diagnoses;
using Prcl.Contracts.Security.Certificates;

namespace Prcl.Client.Commands;

/// <summary><c>prcl doctor</c>: looks at everything that a client can see, and says what to do.</summary>
internal static class DoctorCommand
{
    public static Command Create(CommandFrame frame) => frame.Define(
        "doctor",
        "Look for what is wrong: the way to the silo, certificates, silos, clocks, runs. \"prcl-silo doctor\" looks at a silo's own machine",
        ["prcl doctor", "prcl doctor --silo 10.1.2.3:30000 --certificates client --json"],
        Examine,
        frame.Json);

    private static async Task<int> Examine(CommandCall call)
    {
        var found = new List<Diagnosis>();
        await foreach (var diagnosis in Look(call))
        {
            found.Add(diagnosis);
            foreach (var line in call.Json ? [] : diagnosis.Lines)
            {
                call.Terminal.Line(line);
            }
        }

        if (call.Json)
        {
            call.Terminal.Json(found);
        }

        return found.Exists(d => d.Level == DiagnosisLevel.Failure) ? ExitCode.Failed : ExitCode.Done;
    }

    private static async IAsyncEnumerable<Diagnosis> Look(CommandCall call)
    {
        if (call.CertificatesFolder is { } folder)
        {
            yield return CertificateDiagnosis.Of(folder, call.Clock, CertificateUse.Client, CertificateUse.Silo);
        }

        var (client, way) = await Connect(call);
        yield return way;
        if (client is null)
        {
            yield break;
        }

        foreach (var diagnosis in ClusterDoctor.Of(await client.Cluster.Silos(call.Cancellation)))
        {
            yield return diagnosis;
        }

        var runs = await client.Runs.List(call.Cancellation);
        if (runs.Length == 0)
        {
            yield return Diagnosis.Ok("runs", "there are none yet: \"prcl run create NAME --classes classes.json\" makes one");
        }

        foreach (var run in runs)
        {
            foreach (var diagnosis in await OfRun(client, run.Name, call.Cancellation))
            {
                yield return diagnosis;
            }
        }
    }

    private static async Task<(PrclClient? Client, Diagnosis Way)> Connect(CommandCall call)
    {
        try
        {
            var client = await call.Connect();
            return (client, Diagnosis.Ok("silo", $"{call.Endpoint} answers"));
        }
        catch (Exception failure) when (failure is NoSiloException or CertificateException)
        {
            return (null, Diagnosis.Failure("silo", failure.Message, "on the silo's machine \"prcl-silo doctor\" with the options of \"serve\" says more"));
        }
    }

    private static async Task<IEnumerable<Diagnosis>> OfRun(PrclClient client, string run, CancellationToken cancellation)
    {
        try
        {
            return RunDoctor.Of(await client.Runs.Status(run, cancellation));
        }
        catch (Exception failure) when (failure is PrclRequestException or OrleansException or TimeoutException)
        {
            return [RunDoctor.Unasked(run, failure.Message)];
        }
    }
}
